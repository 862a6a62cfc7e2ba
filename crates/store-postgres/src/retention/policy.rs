use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::command::Expected;
use wellhead_core::privacy::retention::{
    Category, Cuts, Holding, Period, Policy, RuleChanges, Rules,
};
use wellhead_core::record::Kind;
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, label, time, time_or_null};
use crate::work::{Work, whole};
use crate::writer::Writer;

/// The statement that reads the policy of the workspace `$1`: a row for each rule, or one without.
pub(super) const POLICY: &str = "SELECT p.updated_at, p.begun_at, r.holding, r.days \
    FROM core_api.retention_policies p \
    LEFT JOIN core_api.retention_rules r ON r.workspace_pk = p.workspace_pk \
    WHERE p.workspace_pk = $1";

/// Reads the rows of [`POLICY`].
pub(super) fn policy(rows: &[Row]) -> Result<Policy, StoreError> {
    let Some(first) = rows.first() else {
        return Ok(Policy::default());
    };
    let mut rules = Rules::default();
    for row in rows {
        if let Some(days) = row.get::<_, Option<i32>>(3) {
            let period = u64::try_from(days)
                .ok()
                .and_then(|it| Period::of_days(it).ok());
            rules.set(label(row, 2)?, period);
        }
    }
    Ok(Policy {
        rules,
        updated_at: Some(time(first, 0)),
        begun_at: time_or_null(first, 1),
    })
}

/// Changes of rules.
pub(super) struct Set<'a> {
    pub(super) changes: &'a RuleChanges,
    pub(super) expected: Option<&'a Expected>,
}

#[async_trait]
impl Work for Set<'_> {
    type Done = Policy;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Policy, (usize, Refused)> {
        writer.retention_set(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn retention_set(&self, set: &Set<'_>) -> Result<Policy, Refused> {
        let workspace = self.tenant.pk();
        // Locked before it is read, so that what is expected is what is changed.
        let sql =
            "SELECT FROM core_api.retention_policies p WHERE p.workspace_pk = $1 FOR NO KEY UPDATE";
        self.query_opt(sql, &[workspace]).await?;
        if let Some(expected) = set.expected {
            let before = policy(&self.query(POLICY, &[workspace]).await?)?;
            expected.check(&before.times())?;
        }
        let sql = "INSERT INTO core_api.retention_policies AS p (workspace_pk, updated_at) VALUES ($1, $2) \
                   ON CONFLICT (workspace_pk) DO UPDATE \
                   SET updated_at = greatest(excluded.updated_at, p.updated_at + interval '1 microsecond')";
        self.execute(sql, &[workspace, &At(self.at)]).await?;
        let all: Vec<String> = set
            .changes
            .iter()
            .map(|(holding, _)| holding.to_string())
            .collect();
        let sql = "DELETE FROM core_api.retention_rules r WHERE r.workspace_pk = $1 AND r.holding = ANY ($2)";
        self.execute(sql, &[workspace, &all]).await?;
        // The last change of a holding counts.
        let rules: BTreeMap<Holding, Option<Period>> = set.changes.iter().copied().collect();
        let kept = rules
            .iter()
            .filter_map(|(holding, period)| Some((holding, (*period)?)));
        let (holdings, days): (Vec<String>, Vec<i32>) = kept
            .map(|(holding, period)| (holding.to_string(), i32::from(period.days())))
            .unzip();
        let sql = "INSERT INTO core_api.retention_rules (workspace_pk, holding, days) \
                   SELECT $1, n.holding, n.days FROM unnest($2::text[], $3::int[]) n (holding, days)";
        self.execute(sql, &[workspace, &holdings, &days]).await?;
        Ok(policy(&self.query(POLICY, &[workspace]).await?)?)
    }

    /// The rules of the workspace.
    pub(super) async fn retention_rules(&self) -> Result<Rules, Refused> {
        Ok(policy(&self.query(POLICY, &[self.tenant.pk()]).await?)?.rules)
    }
}

/// The statement that reads up to when the holdings `$2` of the workspace `$1` were cut off.
pub(crate) const CUTS: &str = "SELECT c.holding, c.upto FROM core_api.retention_cuts c \
    WHERE c.workspace_pk = $1 AND c.holding = ANY ($2)";

/// The holdings of a kind that [`CUTS`] asks for.
pub(crate) fn holdings(kind: Kind) -> Vec<String> {
    [Category::Links, Category::History, Category::Tombstones]
        .into_iter()
        .filter_map(|category| Holding::new(category, Some(kind)))
        .map(|holding| holding.to_string())
        .collect()
}

/// Reads the rows of [`CUTS`].
pub(crate) fn cuts(rows: &[Row]) -> Result<Cuts, StoreError> {
    let mut cuts = Cuts::default();
    for row in rows {
        let holding: Holding = label(row, 0)?;
        let upto: Option<Timestamp> = Some(time(row, 1));
        match holding.category() {
            Category::Links => cuts.links = upto,
            Category::History => cuts.history = upto,
            Category::Tombstones => cuts.tombstones = upto,
            Category::Journal | Category::Rejections | Category::Runs => {}
        }
    }
    Ok(cuts)
}
