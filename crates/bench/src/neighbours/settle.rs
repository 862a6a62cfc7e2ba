use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::Value;
use tokio::time::sleep;

use crate::client::Connection;
use crate::load;
use crate::request::get;
use crate::stage::House;

/// A job of a large workspace takes its time, and an attack leaves many.
const PATIENCE: Duration = Duration::from_mins(15);

/// Waits until nothing is left of an attack: the next one is not to be measured beside it.
pub(super) async fn settle(house: &House, token: &str) -> anyhow::Result<()> {
    let began = Instant::now();
    while !has_ended(house, token).await.unwrap_or(false) {
        let waited = began.elapsed();
        ensure!(waited < PATIENCE, "jobs go on {waited:?} after the attack");
        sleep(Duration::from_millis(500)).await;
    }
    load::folded(&house.database).await
}

/// Whether the workspace has no job under way. It can take a while to find out: what a key may ask was used up.
async fn has_ended(house: &House, token: &str) -> anyhow::Result<bool> {
    let request = get("/v1/jobs?page[size]=100", token);
    let mut connection = Connection::open(house.service.address).await?;
    let response = connection.exchange(request.as_bytes()).await?;
    ensure!(response.status == 200, "{}", response.status);
    let page: Value = serde_json::from_slice(response.body)?;
    let mut jobs = page["data"].as_array().into_iter().flatten();
    Ok(jobs.all(|job| job["attributes"]["status"] != "in_progress"))
}
