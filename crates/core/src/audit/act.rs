use crate::labels::labels;

labels! {
    /// What somebody did, or tried to do. With the type of its subject, it says what happened.
    Act, InvalidAct, "not an act of the audit log";
    /// Made it.
    Create => "create",
    /// Changed it.
    Update => "update",
    /// Deleted it, or undid it if it is a merge.
    Delete => "delete",
    /// Sent several operations that are applied together.
    Apply => "apply",
    /// Delivered lines to a run.
    Deliver => "deliver",
    /// Imported files by a run.
    Import => "import",
    /// Disconnected a connector, or deleted its activation.
    Disconnect => "disconnect",
    /// Soft-deleted the links of a selection.
    Invalidate => "invalidate",
    /// Soft-deleted duplicate links.
    Deduplicate => "deduplicate",
    /// Erased a record, or all that were erased before once more.
    Erase => "erase",
    /// Had everyone told that a record's data were wrong.
    Rectify => "rectify",
    /// Had everyone told that a record's processing is restricted.
    Restrict => "restrict",
    /// Gave a webhook endpoint another secret, or made another key in the place of one.
    Rotate => "rotate",
    /// Revoked a key.
    Revoke => "revoke",
    /// Suspended the workspace.
    Suspend => "suspend",
    /// Resumed the workspace.
    Resume => "resume",
    /// Set how much the workspace may ask for and have.
    Limit => "limit",
    /// Signed in to the console.
    SignIn => "sign_in",
    /// Looked for records by a name, an id of another system or the like.
    Search => "search",
    /// Read a page about it.
    Read => "read",
    /// Asked where it came from and where it went.
    Provenance => "provenance",
    /// Read which records may be the same.
    Duplicates => "duplicates",
    /// Had what is over removed, as the rules of retention say.
    Retain => "retain",
    /// Had a report of who got it handed out.
    Report => "report",
    /// Took a copy away.
    Export => "export",
    /// Had a log's chain checked.
    Verify => "verify",
}
