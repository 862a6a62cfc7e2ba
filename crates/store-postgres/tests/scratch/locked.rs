//! What waits for a lock in a test's database.

use std::time::Duration;

use tokio_postgres::Client;

/// Waits until something does, as `watch` sees it.
pub(crate) async fn something_waits(watch: &Client) {
    let waits = "SELECT EXISTS (SELECT FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event_type = 'Lock')";
    loop {
        let row = watch.query_one(waits, &[]).await.expect("a look");
        if row.get(0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
