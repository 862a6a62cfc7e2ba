//! A test's database in which nobody has to be silent before somebody else tends what it left.

use super::scratch;

/// Lets tending ask for any silence. Otherwise a test would have to wait until what it left is old enough.
pub(crate) async fn tend_at_once(url: &str) {
    let sql = "CREATE OR REPLACE FUNCTION core_api.shortest_silence() RETURNS interval \
               LANGUAGE sql IMMUTABLE SET search_path = '' RETURN interval '0'";
    let owner = scratch::connect(url).await;
    owner.batch_execute(sql).await.expect("the owner may");
}
