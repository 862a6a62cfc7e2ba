//! The API over both engines.

mod conditions;
mod console;
mod deleted;
mod links;
mod lists;
mod operations;
mod people;
mod permissions;
mod provenance;
mod queries;
mod relationships;
mod requests;
mod specification;
mod support;
