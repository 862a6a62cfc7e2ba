//! The API over both engines.

mod conditions;
mod deleted;
mod described;
mod links;
mod lists;
mod operations;
mod people;
mod permissions;
mod queries;
mod relationships;
mod requests;
mod specification;
mod support;
