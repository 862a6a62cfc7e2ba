//! Pages of a list: what a client asks for, and the slices that a store is asked for.
//!
//! Every list is in the total order (`created_at`, public id). A place in it consists of those two, so it stays
//! valid whatever is inserted or deleted around it.

use uuid::Uuid;

use crate::time::Timestamp;

/// A place in a list. The item itself may be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The item's `created_at`, to the microsecond.
    pub created_at: Timestamp,
    /// The item's public id, as tie-breaker.
    pub id: Uuid,
}

/// An item that has a place in a list.
pub trait Positioned {
    /// Its place.
    fn position(&self) -> Position;
}

/// The two orders of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// `sort=created_at`
    OldestFirst,
    /// `sort=-created_at`, the usual choice of people
    NewestFirst,
}

impl Order {
    /// The opposite order.
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
    /// The intersection of both.
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

    /// The positions after `position` when the list is read in `order`.
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

/// The first `limit` items of a list within `interval`, read in `order`. A store never lists anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Where to look.
    pub interval: Interval,
    /// The order, and so the end to start from.
    pub order: Order,
    /// The most items to return.
    pub limit: usize,
}

/// How many items a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// So many.
    Exactly(u64),
    /// More than these, after which counting stopped.
    MoreThan(u64),
}

impl From<u64> for Total {
    fn from(number: u64) -> Self {
        Self::Exactly(number)
    }
}

/// The most items that are counted, if no count of them is kept: a list of more says only that there are more.
pub const COUNTED: u64 = 100_000;

impl Total {
    /// The total of a list of which at most `most` items and one more were counted.
    #[must_use]
    pub const fn of(counted: u64, most: u64) -> Self {
        if counted > most {
            Self::MoreThan(most)
        } else {
            Self::Exactly(counted)
        }
    }

    /// The number of all of them, if it is known.
    #[must_use]
    pub const fn exactly(self) -> Option<u64> {
        match self {
            Self::Exactly(number) => Some(number),
            Self::MoreThan(_) => None,
        }
    }

    /// The number that was counted.
    #[must_use]
    pub const fn counted(self) -> u64 {
        match self {
            Self::Exactly(number) | Self::MoreThan(number) => number,
        }
    }
}

/// The most rows that a page looks at if no index has just those that it holds: some milliseconds' work.
pub const LOOK: usize = 5_000;

/// What a store found in a [`Slice`] that has no index of its own: it looks at so many rows, and no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked<T> {
    /// The items found, in the slice's order; at most its limit.
    pub items: Vec<T>,
    /// Where the look ended early: everything up to this place was looked at, and nothing behind it. `None` if the
    /// look reached the end of the slice or found as many items as it may hold.
    pub upto: Option<Position>,
}

impl<T> Looked<T> {
    /// The items of a slice that was read to its end.
    #[must_use]
    pub const fn through(items: Vec<T>) -> Self {
        Self { items, upto: None }
    }
}

/// All items within `interval`, the oldest first; `read` reads a slice of them. For lists that are short by their
/// nature, such as a workspace's connectors.
///
/// # Errors
/// Whatever `read` fails with.
pub(crate) async fn every<T: Positioned, E, F: Future<Output = Result<Vec<T>, E>>>(
    mut interval: Interval,
    read: impl Fn(Slice) -> F,
) -> Result<Vec<T>, E> {
    const AT_ONCE: usize = 500;
    let mut all: Vec<T> = Vec::new();
    loop {
        let slice = Slice {
            interval,
            order: Order::OldestFirst,
            limit: AT_ONCE,
        };
        let found = read(slice).await?;
        let is_last = found.len() < AT_ONCE;
        all.extend(found);
        match all.last() {
            Some(last) if !is_last => interval.above = Some(last.position()),
            _ => return Ok(all),
        }
    }
}

/// A page as a client asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// The most items to return; at least 1.
    pub size: usize,
    /// The order of the list.
    pub order: Order,
    /// Only items created in this time.
    pub created: Interval,
    /// The page starts after this place.
    pub after: Option<Position>,
    /// The page ends before this place.
    pub before: Option<Position>,
}

/// One page of a list, in the requested order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Whether there are items before these.
    pub has_previous: bool,
    /// Whether there are items after these.
    pub has_next: bool,
    /// Whether there were more items between `after` and `before` than the page could hold.
    pub truncated: bool,
    /// Where the look for the items ended early, if it did: the page may be short or empty then, and its neighbour
    /// goes on from here.
    pub upto: Option<Position>,
}

impl PageRequest {
    /// Reads the page with `fetch`, which returns one [`Slice`]. One item more than the page holds shows whether
    /// there are others in that direction; one more look behind a cursor shows whether there are any in the other.
    ///
    /// # Errors
    /// Those of `fetch`.
    // Not `AsyncFn`: its future could not be sent to another thread.
    pub async fn read<T: Positioned, E, F>(&self, fetch: impl Fn(Slice) -> F) -> Result<Page<T>, E>
    where
        F: Future<Output = Result<Vec<T>, E>>,
    {
        self.look(|slice| {
            let found = fetch(slice);
            async { Ok(Looked::through(found.await?)) }
        })
        .await
    }

    /// Reads the page with `fetch`, which may end its look early. The page then holds what was found so far, and its
    /// neighbour goes on from there. Where a look ended early, nobody knows what is behind it: the page says that
    /// there is something, and the neighbour may turn out to be empty.
    ///
    /// # Errors
    /// Those of `fetch`.
    pub async fn look<T: Positioned, E, F>(&self, fetch: impl Fn(Slice) -> F) -> Result<Page<T>, E>
    where
        F: Future<Output = Result<Looked<T>, E>>,
    {
        let backwards = self.is_backwards();
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
        let Looked { mut items, upto } = fetch(Slice {
            interval,
            order,
            limit: self.size + 1,
        })
        .await?;
        let is_over = items.len() > self.size;
        let upto = upto.filter(|_| !is_over);
        let more = is_over || upto.is_some();
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
            async {
                let found = found.await?;
                Ok::<_, E>(!found.items.is_empty() || found.upto.is_some())
            }
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
            upto,
        })
    }

    /// With `before` alone this is the last page that fits, so it is read from its end.
    const fn is_backwards(&self) -> bool {
        self.before.is_some() && self.after.is_none()
    }

    /// Where the page before `page` ends, if there is one.
    #[must_use]
    pub fn previous<T: Positioned>(&self, page: &Page<T>) -> Option<Position> {
        let first = page.upto.filter(|_| self.is_backwards());
        let first = first.or_else(|| page.items.first().map(T::position));
        let edge = first.or_else(|| Some(Self::past(self.after?, self.order)));
        edge.filter(|_| page.has_previous)
    }

    /// Where the page after `page` begins, if there is one.
    #[must_use]
    pub fn next<T: Positioned>(&self, page: &Page<T>) -> Option<Position> {
        let last = page.upto.filter(|_| !self.is_backwards());
        let last = last.or_else(|| page.items.last().map(T::position));
        let edge = last.or_else(|| Some(Self::past(self.before?, self.order.reversed())));
        edge.filter(|_| page.has_next)
    }

    /// The positions before `position` when the list is read in `order`, and `position` itself.
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
