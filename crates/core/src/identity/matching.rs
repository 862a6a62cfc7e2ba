use crate::labels::labels;

labels! {
    /// By what a connector's records are matched with those that the workspace knows, if neither the connector's id nor
    /// the workspace's key is known.
    MatchRule, InvalidMatchRule, "not a match rule; use none or email";
    /// By nothing.
    Nothing => "none",
    /// By the e-mail address, if just one record has it. Only kinds that have one are matched.
    Email => "email",
}

labels! {
    /// What happens to a line whose two ids mean two records.
    OnConflict, InvalidOnConflict, "not a way to settle conflicts; use reject or identity";
    /// It is rejected.
    Reject => "reject",
    /// The connector's own id counts.
    Identity => "identity",
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro derives what all labels share"
)]
impl Default for MatchRule {
    fn default() -> Self {
        Self::Nothing
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro derives what all labels share"
)]
impl Default for OnConflict {
    fn default() -> Self {
        Self::Reject
    }
}
