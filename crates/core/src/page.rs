//! Pages of a list: what is asked for, and the slices of it that a store is asked for.
//!
//! Every list is in the total order (`created_at`, public id), so a place in it is those two and
//! survives whatever is inserted or deleted around it.

use uuid::Uuid;

use crate::time::Timestamp;

/// A place in a list. It need not be an item's: the item may be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The item's `created_at`, to the microsecond.
    pub created_at: Timestamp,
    /// The item's public id, which breaks ties.
    pub id: Uuid,
}

/// An item that has a place in a list.
pub trait Positioned {
    /// Its place.
    fn position(&self) -> Position;
}

/// The two ways through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// `sort=created_at`
    OldestFirst,
    /// `sort=-created_at`, what people want first
    NewestFirst,
}

impl Order {
    /// The other way.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::OldestFirst => Self::NewestFirst,
            Self::NewestFirst => Self::OldestFirst,
        }
    }
}

/// The positions strictly between two others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Interval {
    /// Only items later than this.
    pub above: Option<Position>,
    /// Only items earlier than this.
    pub below: Option<Position>,
}

impl Interval {
    /// What lies in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            above: self.above.max(other.above),
            below: match (self.below, other.below) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// Only items created at `from` or later.
    #[must_use]
    pub fn since(from: Timestamp) -> Self {
        Self {
            above: Some(Position {
                created_at: from.plus_micros(-1),
                id: Uuid::max(),
            }),
            below: None,
        }
    }

    /// Only items created before `until`.
    #[must_use]
    pub fn until(until: Timestamp) -> Self {
        Self {
            above: None,
            below: Some(Position {
                created_at: until,
                id: Uuid::nil(),
            }),
        }
    }

    /// What comes after `position` when the list is read in `order`.
    #[must_use]
    pub fn following(position: Position, order: Order) -> Self {
        match order {
            Order::OldestFirst => Self {
                above: Some(position),
                below: None,
            },
            Order::NewestFirst => Self {
                above: None,
                below: Some(position),
            },
        }
    }
}

/// The first `limit` items of a list that lie in `interval`, read in `order`: all that a store is ever
/// asked to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Where to look.
    pub interval: Interval,
    /// From which end.
    pub order: Order,
    /// How many items at the most.
    pub limit: usize,
}

/// A page as a client asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at the most; at least 1.
    pub size: usize,
    /// The order of the list.
    pub order: Order,
    /// Only what was created in this time.
    pub created: Interval,
    /// The page begins behind this place.
    pub after: Option<Position>,
    /// The page ends before this place.
    pub before: Option<Position>,
}

/// One page of a list, in the order that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Whether there are items before these.
    pub has_previous: bool,
    /// Whether there are items behind these.
    pub has_next: bool,
    /// Whether more lay between `after` and `before` than the page could hold.
    pub truncated: bool,
}

impl PageRequest {
    /// Reads the page through `fetch`, which answers one [`Slice`]: one item more than the page holds
    /// tells whether there are others that way, and one more look behind a cursor whether there are
    /// the other way.
    ///
    /// # Errors
    /// Those of `fetch`.
    // Not `AsyncFn`: what that answers could not be sent to another thread.
    pub async fn read<T: Positioned, E, F>(&self, fetch: impl Fn(Slice) -> F) -> Result<Page<T>, E>
    where
        F: Future<Output = Result<Vec<T>, E>>,
    {
        // With `before` alone the page is the last one that fits, so it is read from its end.
        let backwards = self.before.is_some() && self.after.is_none();
        let order = if backwards {
            self.order.reversed()
        } else {
            self.order
        };
        let mut interval = self.created;
        if let Some(after) = self.after {
            interval = interval.and(Interval::following(after, self.order));
        }
        if let Some(before) = self.before {
            interval = interval.and(Interval::following(before, self.order.reversed()));
        }
        let mut items = fetch(Slice {
            interval,
            order,
            limit: self.size + 1,
        })
        .await?;
        let more = items.len() > self.size;
        items.truncate(self.size);
        if backwards {
            items.reverse();
        }

        let is_there = |beyond: Interval, order| {
            let found = fetch(Slice {
                interval: self.created.and(beyond),
                order,
                limit: 1,
            });
            async { Ok::<_, E>(!found.await?.is_empty()) }
        };
        let (first, last) = (items.first(), items.last());
        let has_previous = match (self.after, first) {
            _ if backwards => more,
            (None, _) => false,
            (Some(_), Some(first)) => {
                let beyond = Interval::following(first.position(), self.order.reversed());
                is_there(beyond, self.order.reversed()).await?
            }
            (Some(after), None) => {
                is_there(Self::up_to(after, self.order), self.order.reversed()).await?
            }
        };
        let has_next = match (self.before, last) {
            _ if more && !backwards => true,
            (None, _) => false,
            (Some(_), Some(last)) => {
                let beyond = Interval::following(last.position(), self.order);
                is_there(beyond, self.order).await?
            }
            (Some(before), None) => {
                is_there(Self::up_to(before, self.order.reversed()), self.order).await?
            }
        };
        Ok(Page {
            items,
            has_previous,
            has_next,
            truncated: more && self.after.is_some() && self.before.is_some(),
        })
    }

    /// Where the page before `page` ends, if there is one.
    #[must_use]
    pub fn previous<T: Positioned>(&self, page: &Page<T>) -> Option<Position> {
        let first = page.items.first().map(T::position);
        let edge = first.or_else(|| Some(Self::past(self.after?, self.order)));
        edge.filter(|_| page.has_previous)
    }

    /// Where the page after `page` begins, if there is one.
    #[must_use]
    pub fn next<T: Positioned>(&self, page: &Page<T>) -> Option<Position> {
        let last = page.items.last().map(T::position);
        let edge = last.or_else(|| Some(Self::past(self.before?, self.order.reversed())));
        edge.filter(|_| page.has_next)
    }

    /// What comes before `position` when the list is read in `order`, and the item at `position`.
    fn up_to(position: Position, order: Order) -> Interval {
        Interval::following(Self::past(position, order), order.reversed())
    }

    /// The place next to `position` when the list is read in `order`.
    fn past(position: Position, order: Order) -> Position {
        let id = position.id.as_u128();
        let (id, micros, wrapped) = match order {
            Order::OldestFirst => (id.checked_add(1), 1, Uuid::nil()),
            Order::NewestFirst => (id.checked_sub(1), -1, Uuid::max()),
        };
        match id {
            Some(id) => Position {
                id: Uuid::from_u128(id),
                ..position
            },
            None => Position {
                created_at: position.created_at.plus_micros(micros),
                id: wrapped,
            },
        }
    }
}

#[cfg(test)]
mod tests;
