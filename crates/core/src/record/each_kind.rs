use std::sync::OnceLock;

use super::Kind;

/// One value per kind of record, made when first needed. Each is made only once, so it may leak what it refers to.
#[derive(Debug)]
pub struct EachKind<T> {
    made: OnceLock<[T; Kind::COUNT]>,
    make: fn(Kind) -> T,
}

impl<T> EachKind<T> {
    /// Values that `make` makes.
    #[must_use]
    pub const fn by(make: fn(Kind) -> T) -> Self {
        Self {
            made: OnceLock::new(),
            make,
        }
    }

    /// The value of this kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &T {
        let made = self.made.get_or_init(|| Kind::ALL.map(self.make));
        &made[kind as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own() {
        static NAMES: EachKind<String> = EachKind::by(|kind| kind.to_string());
        for kind in Kind::ALL {
            assert_eq!(NAMES.of(kind), kind.as_str());
        }
    }
}
