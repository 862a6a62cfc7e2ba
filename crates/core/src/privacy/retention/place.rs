use super::{Category, Holding, Rules};
use crate::id::WorkspaceConnectorId;
use crate::resource::Direction;
use crate::time::Timestamp;

/// How far a job of the kind `Retain` is: all holdings before this one are done, and of this one all that lies before the
/// place. Connectors are taken in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What it is going through.
    pub holding: Holding,
    /// Whose rows, if the holding is by connector; `None` before the first connector.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Of links, those that go this way.
    pub direction: Direction,
    /// The time of the last row that was looked at. Rows of one time are looked at together.
    pub after: Option<Timestamp>,
    /// Of the journal, the last position that was looked at.
    pub position: u64,
}

impl Place {
    /// Before the first row of a holding.
    #[must_use]
    pub const fn at(holding: Holding) -> Self {
        Self {
            holding,
            workspace_connector: None,
            direction: Direction::Input,
            after: None,
            position: 0,
        }
    }

    /// Before the first row of the first holding that the rules touch.
    #[must_use]
    pub fn first(rules: &Rules) -> Option<Self> {
        let mut all = Holding::all();
        all.find(|holding| rules.touch(*holding)).map(Self::at)
    }

    /// Whether the holding's rows are taken by connector.
    #[must_use]
    pub const fn is_by_connector(&self) -> bool {
        !matches!(
            self.holding.category(),
            Category::Journal | Category::Tombstones
        )
    }

    /// Whether there are rows here that were not looked at; before the first connector there are none.
    #[must_use]
    pub const fn is_somewhere(&self) -> bool {
        !self.is_by_connector() || self.workspace_connector.is_some()
    }

    /// Where to go on behind all rows of here. `connector` is the first one behind the present one. `None` behind the last
    /// holding.
    #[must_use]
    pub fn onward(self, rules: &Rules, connector: Option<WorkspaceConnectorId>) -> Option<Self> {
        let is_of_links = self.holding.category() == Category::Links;
        if is_of_links && self.is_somewhere() && self.direction == Direction::Input {
            return Some(Self {
                direction: Direction::Output,
                after: None,
                ..self
            });
        }
        if self.is_by_connector() && connector.is_some() {
            return Some(Self {
                workspace_connector: connector,
                ..Self::at(self.holding)
            });
        }
        let mut later = Holding::all().filter(|holding| *holding > self.holding);
        later.find(|holding| rules.touch(*holding)).map(Self::at)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::privacy::retention::Period;
    use crate::record::Kind;

    #[test]
    fn goes_through_what_the_rules_touch() {
        let of = |category| Holding::new(category, Some(Kind::Account)).unwrap();
        let rules: Rules = [Category::Links, Category::Runs]
            .map(|category| (of(category), Period::of_days(9).unwrap()))
            .into_iter()
            .collect();
        let connectors = [1, 2].map(|id| WorkspaceConnectorId::new(Uuid::from_u128(id)));
        let mut place = Place::first(&rules);
        let mut walked = Vec::new();
        while let Some(here) = place {
            if here.is_somewhere() {
                let connector = here.workspace_connector.map(|it| it.uuid().as_u128());
                walked.push((here.holding.category(), connector, here.direction));
            }
            let behind = connectors
                .into_iter()
                .find(|it| Some(*it) > here.workspace_connector);
            place = here.onward(&rules, behind);
        }
        let (input, output) = (Direction::Input, Direction::Output);
        assert_eq!(
            walked,
            [
                (Category::Journal, None, input),
                (Category::Links, Some(1), input),
                (Category::Links, Some(1), output),
                (Category::Links, Some(2), input),
                (Category::Links, Some(2), output),
                (Category::Rejections, Some(1), input),
                (Category::Rejections, Some(2), input),
                (Category::Runs, Some(1), input),
                (Category::Runs, Some(2), input),
            ]
        );
        assert_eq!(Place::first(&Rules::default()), None);
    }
}
