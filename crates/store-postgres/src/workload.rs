use std::time::Duration;

use async_trait::async_trait;
use wellhead_core::store::{Behind, MOST_COUNTED, StoreError, Unfinished, Workload, WorkloadStore};

use crate::PostgresStore;
use crate::lane::Load;
use crate::row::{count, time_or_null};

const ASK: &str =
    "SELECT what, kind, many, oldest, silence, behind FROM core_api.workload($1::integer)";

#[async_trait]
impl WorkloadStore for PostgresStore {
    async fn workload(&self) -> Result<Workload, StoreError> {
        let slot = self.probe.get(Load::Page).await?;
        let most = MOST_COUNTED.cast_signed();
        let ask = async {
            let statement = slot.client.prepare_cached(ASK).await?;
            slot.client.query(&statement, &[&most]).await
        };
        let mut workload = Workload::default();
        for row in slot.patiently(ask).await? {
            let unfinished = || Unfinished {
                many: count(&row, 2),
                oldest: time_or_null(&row, 3),
                silence: silence(row.get(4)),
            };
            let behind = || Behind {
                endpoints: count(&row, 2),
                oldest: time_or_null(&row, 3),
                changes: count(&row, 5),
            };
            match (row.get(0), row.get::<_, Option<String>>(1)) {
                ("job", Some(kind)) => workload.jobs.push((kind, unfinished())),
                ("run", _) => workload.runs = unfinished(),
                ("endpoint", Some(state)) if state == "behind" => workload.behind = behind(),
                ("endpoint", _) => workload.failing = behind(),
                _ => workload.unfolded = count(&row, 2),
            }
        }
        Ok(workload)
    }
}

/// The clock may have been set back.
fn silence(seconds: Option<f64>) -> Duration {
    Duration::try_from_secs_f64(seconds.unwrap_or_default()).unwrap_or_default()
}
