use wellhead_core::record::Date;

/// When a record of the sample came, which its values may depend on.
pub(super) struct Occasion {
    /// What its company's money is.
    pub(super) currency: &'static str,
    /// Counted from 1.
    pub(super) number: usize,
    /// Whether it was there when the sample began.
    pub(super) is_early: bool,
    /// The day on which it came, in days since 1970.
    pub(super) day: i32,
    /// How many days ago that is, seen from the sample's end.
    pub(super) age: i32,
}

impl Occasion {
    /// The day that lies so many days after the one on which it came, as text.
    pub(super) fn date(&self, days: i32) -> String {
        let date = Date::from_days(self.day + days);
        date.map(|date| date.to_string()).unwrap_or_default()
    }
}
