//! The API over both engines.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod audit;
mod causes;
mod changes;
mod conditions;
mod console;
mod cors;
mod deleted;
mod deliveries;
mod described;
mod disclosures;
mod duplicates;
mod encodings;
mod histories;
mod identities;
mod jobs;
mod keys;
mod kinds;
mod limits;
mod links;
mod lists;
mod merges;
mod only_source;
mod operations;
mod past;
mod people;
mod permissions;
mod provenance;
mod public;
mod queries;
mod quotas;
mod recalls;
mod refusals;
mod relationships;
mod requests;
mod retention;
mod runs;
mod sent_back;
mod sources;
mod specification;
mod status;
mod streaming;
mod support;
mod suspended;
mod sweeps;
mod webhooks;
