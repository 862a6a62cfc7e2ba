//! What only a store may do with a tenant: make one, and read the `pk` of its workspace.
//!
//! Rust has no friend crates, so this crate is the wall. The fields of `wellhead_core::tenant::Tenant` are private, and
//! the two methods below can be called only where this trait can be named, which is where a crate depends on this one.
//! `deny.toml` lists the crates that may: core, which implements it, and the stores.

/// A tenant, as a store makes and reads it.
pub trait Tenancy: Sized {
    /// The public id of a workspace.
    type Workspace;

    /// Leave to act inside `workspace`. The caller knows it from a key, from an operator who named it, or from rows of
    /// its own; `pk` is that workspace's in the store that calls.
    fn of(workspace: Self::Workspace, pk: i64) -> Self;

    /// The `pk` that the store gave; it means something to that store only.
    fn pk(&self) -> &i64;
}
