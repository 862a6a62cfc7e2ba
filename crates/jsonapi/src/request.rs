//! Incoming documents, with a pointer for each complaint.
//!
//! Use it where a resource or a relationship is written. A parsed document is only known to be
//! well formed: the endpoint [takes](ResourceObject::attributes) what it knows, says what is wrong with it,
//! and anything it [leaves](ResourceObject::finish) is unknown. `GET` and `DELETE` do not need it.
//!
//! Members that JSON:API does not know are ignored, and so is every member whose name begins with `@`,
//! at any depth. A repeated member is an error, whatever its name, because its meaning is unclear.
//!
//! ```
//! use wellhead_jsonapi::Errors;
//! use wellhead_jsonapi::request::ResourceObject;
//!
//! let body = br#"{"data": {
//!     "type": "articles",
//!     "attributes": {"title": "On wells", "colour": "blue"},
//!     "relationships": {"author": {"data": {"type": "people", "id": "9"}}}
//! }}"#;
//!
//! let mut article = ResourceObject::create(body, "articles").unwrap();
//! let mut errors = Errors::new();
//! let title = article.attributes.take("title").unwrap().string();
//! assert_eq!(errors.check(title).as_deref(), Some("On wells"));
//! let author = article.relationships.take("author").unwrap().to_one("people").unwrap();
//! assert_eq!(author.required().unwrap().id().unwrap(), "9");
//!
//! errors.check(article.finish());
//! assert_eq!(
//!     serde_json::to_value(&errors.as_slice()[0]).unwrap()["source"]["pointer"],
//!     "/data/attributes/colour",
//! );
//! ```

mod attributes;
mod body;
mod identifier;
mod relationships;
mod resource;
#[cfg(test)]
mod tests;

pub use attributes::{Attribute, Attributes};
pub use identifier::{Identifier, Identity};
pub use relationships::{Linkage, Relationship, Relationships, ToMany, ToOne};
pub use resource::ResourceObject;

pub(crate) use body::{Object, malformed, read_document};
