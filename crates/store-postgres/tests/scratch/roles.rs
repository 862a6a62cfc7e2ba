//! The roles of a test's database.

use tokio_postgres::Client;

/// The service's role and the operators', of the database that `client` is connected to.
pub(crate) async fn roles(client: &Client) -> [String; 2] {
    let sql = "SELECT service::text, operator::text FROM core_api.installation";
    let row = client.query_one(sql, &[]).await;
    let row = row.expect("the schema names its roles");
    [row.get(0), row.get(1)]
}
