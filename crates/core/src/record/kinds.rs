mod account;
mod company;
mod document;
mod invoice;
mod people;
mod transaction;

use super::Declaration;

/// Declares the kinds of record: for each a variant, and the module with its declaration.
macro_rules! kinds {
    ($($(#[$attribute:meta])* $kind:ident in $room:ident),+ $(,)?) => {
        /// A kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$attribute])* #[doc = concat!("`", stringify!($room), "`")] $kind),+
        }

        impl Kind {
            /// The number of kinds.
            pub const COUNT: usize = Self::LIST.len();
            const LIST: &'static [Self] = &[$($(#[$attribute])* Self::$kind),+];
            /// Every kind.
            pub const ALL: [Self; Self::COUNT] = [$($(#[$attribute])* Self::$kind),+];

            /// Everything that distinguishes this kind from the others.
            #[must_use]
            pub const fn declaration(self) -> &'static Declaration {
                match self {
                    $($(#[$attribute])* Self::$kind => &$room::DECLARATION),+
                }
            }
        }
    };
}

kinds! {
    People in people,
    Company in company,
    Account in account,
    Invoice in invoice,
    Transaction in transaction,
    Document in document,
}

/// People came first, so they are meant where no kind is named.
impl Default for Kind {
    fn default() -> Self {
        Self::People
    }
}
