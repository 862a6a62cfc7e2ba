use wellhead_core::record::Date;

/// When a record of the sample appears; its values may depend on that.
pub(super) struct Occasion {
    /// Its company's currency.
    pub(super) currency: &'static str,
    /// Counted from 1.
    pub(super) number: usize,
    /// Whether it exists when the sample begins.
    pub(super) is_early: bool,
    /// The day on which it appears, in days since 1970.
    pub(super) day: i32,
    /// How many days before the sample's end that is.
    pub(super) age: i32,
}

impl Occasion {
    /// The date this many days after it appears, as text.
    pub(super) fn date(&self, days: i32) -> String {
        let date = Date::from_days(self.day + days);
        date.map(|date| date.to_string()).unwrap_or_default()
    }
}
