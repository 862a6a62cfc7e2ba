//! The kinds of error that the specification itself defines.

/// A kind of error, apart from any one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind {
    /// The HTTP status.
    pub status: u16,
    /// The code programs go by. Never changes.
    pub code: &'static str,
    /// The title for humans. The same for each occurrence.
    pub title: &'static str,
}

impl Kind {
    /// Declares a kind. Meant for a `static`.
    #[must_use]
    pub const fn new(status: u16, code: &'static str, title: &'static str) -> Self {
        Self {
            status,
            code,
            title,
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident = $status:literal $code:literal $title:literal;)+) => {
        $($(#[$doc])+ pub static $name: Kind = Kind::new($status, $code, $title);)+

        /// Every kind that this crate declares.
        pub static ALL: &[&Kind] = &[$(&$name),+];
    };
}

kinds! {
    /// The request's media type, or one of its parameters, is not supported.
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "The content type is not supported";
    /// `Accept` allows nothing that can be sent.
    NOT_ACCEPTABLE = 406 "not_acceptable" "No acceptable media type can be sent";

    /// The name breaks the rules for names of query parameters.
    INVALID_PARAMETER_NAME = 400 "invalid_parameter_name" "The name of a query parameter is not allowed";
    /// The endpoint has no such query parameter.
    UNKNOWN_PARAMETER = 400 "unknown_parameter" "There is no such query parameter";
    /// A query parameter is given more than once.
    REPEATED_PARAMETER = 400 "repeated_parameter" "A query parameter is given more than once";
    /// A query parameter has an invalid value.
    INVALID_PARAMETER = 400 "invalid_parameter" "The value of a query parameter is not valid";
    /// `include` names a path that the endpoint does not have.
    UNSUPPORTED_INCLUDE = 400 "unsupported_include" "The relationship path cannot be included";
    /// `sort` names a field that the endpoint does not sort by.
    UNSUPPORTED_SORT = 400 "unsupported_sort" "The list cannot be sorted this way";
    /// `fields[TYPE]` names a field that the type does not have.
    UNKNOWN_FIELD = 400 "unknown_field" "The resource type has no such field";
    /// `page[after]` or `page[before]` is not one of our cursors.
    INVALID_CURSOR = 400 "invalid_cursor" "The cursor is not valid";
    /// `page[size]` is larger than the endpoint allows.
    PAGE_SIZE_EXCEEDED = 400 "page_size_exceeded" "The page size is too large";

    /// The body is not JSON.
    INVALID_JSON = 400 "invalid_json" "The body is not valid JSON";
    /// An object has a member more than once.
    REPEATED_MEMBER = 400 "repeated_member" "A member is given more than once";
    /// The body is JSON, but not a document of the required form.
    INVALID_DOCUMENT = 400 "invalid_document" "The document is malformed";
    /// The resource's type is not the one the endpoint or relationship takes.
    TYPE_MISMATCH = 409 "type_mismatch" "The resource type does not match the target";
    /// The resource's id is not the one in the URL or `ref`.
    ID_MISMATCH = 409 "id_mismatch" "The resource id does not match the target";
    /// The id is malformed.
    INVALID_ID = 422 "invalid_id" "The id is not valid";
    /// A required attribute is missing.
    MISSING_ATTRIBUTE = 422 "missing_attribute" "An attribute is missing";
    /// The type has no such attribute, or clients may not set it.
    UNKNOWN_ATTRIBUTE = 422 "unknown_attribute" "The attribute cannot be set";
    /// An attribute has an invalid value.
    INVALID_ATTRIBUTE = 422 "invalid_attribute" "The value of an attribute is not valid";
    /// A required relationship is missing.
    MISSING_RELATIONSHIP = 422 "missing_relationship" "A relationship is missing";
    /// The type has no such relationship, or clients may not set it.
    UNKNOWN_RELATIONSHIP = 422 "unknown_relationship" "The relationship cannot be set";
    /// A relationship has invalid linkage.
    INVALID_RELATIONSHIP = 422 "invalid_relationship" "The linkage of a relationship is not valid";

    /// There are more operations than the server takes in one request.
    TOO_MANY_OPERATIONS = 413 "too_many_operations" "There are too many operations";
    /// A local id refers to nothing that came before it.
    UNKNOWN_LID = 400 "unknown_lid" "The local id is not known";
    /// Two resources in one request have the same local id.
    REPEATED_LID = 400 "repeated_lid" "The local id is given more than once";
}
