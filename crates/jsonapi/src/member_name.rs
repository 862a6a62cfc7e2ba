//! Which names JSON:API allows for members, types and query parameters.
//!
//! Use it where a name comes from outside: a query parameter, or a resource type that an operator
//! declares. Names written in code are checked by that code's tests, not at run time.
//!
//! ```
//! use wellhead_jsonapi::member_name::{is_member_name, is_parameter_name};
//!
//! assert!(is_member_name("created_at"));
//! assert!(!is_member_name("_created"), "an underscore neither begins nor ends a name");
//! assert!(is_parameter_name("filter[created_at][gte]"));
//! assert!(!is_parameter_name("filter[_]"));
//! ```

/// Whether `name` is a valid member name. @-Members are not members: see [`is_at_member`].
#[must_use]
pub fn is_member_name(name: &str) -> bool {
    let mut rest = name.chars();
    let Some(first) = rest.next() else {
        return false;
    };
    let last = rest.next_back().unwrap_or(first);
    is_globally_allowed(first) && is_globally_allowed(last) && rest.all(is_allowed_within)
}

/// Whether a member with this name is ignored, whatever it holds.
#[must_use]
pub fn is_at_member(name: &str) -> bool {
    name.starts_with('@')
}

/// Whether `name` is a valid query parameter name: a base name, then any number of `[]`, `[member]` and
/// `[member.member]`.
#[must_use]
pub fn is_parameter_name(name: &str) -> bool {
    let (base, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if !is_member_name(base) {
        return false;
    }
    while let Some(opened) = rest.strip_prefix('[') {
        let Some((inside, after)) = opened.split_once(']') else {
            return false;
        };
        if !inside.is_empty() && !inside.split('.').all(is_member_name) {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

/// Whether `name` is valid for a query parameter that JSON:API does not define: its base name contains something
/// other than lower-case letters.
#[must_use]
pub fn is_custom_parameter_name(name: &str) -> bool {
    is_parameter_name(name)
        && !base_name(name)
            .bytes()
            .all(|byte| byte.is_ascii_lowercase())
}

/// The base name of a query parameter: the part before the brackets.
pub(crate) fn base_name(name: &str) -> &str {
    name.split_once('[').map_or(name, |(base, _)| base)
}

fn is_globally_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii()
}

fn is_allowed_within(c: char) -> bool {
    is_globally_allowed(c) || matches!(c, '-' | '_' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowed_names() {
        for name in [
            "a",
            "Z",
            "0",
            "é",
            "日本",
            "a-b",
            "a_b",
            "a b",
            "createdAt",
            "a--b",
        ] {
            assert!(is_member_name(name), "{name}");
        }
    }

    #[test]
    fn every_reserved_character_is_refused_everywhere() {
        let reserved = "+,.[]!\"#$%&'()*/:;<=>?@\\^`{|}~\u{7f}"
            .chars()
            .chain('\0'..='\u{1f}');
        for c in reserved {
            for name in [
                format!("{c}ab"),
                format!("a{c}b"),
                format!("ab{c}"),
                c.to_string(),
            ] {
                assert!(!is_member_name(&name), "{name:?}");
            }
        }
    }

    #[test]
    fn some_characters_only_stand_within() {
        for c in ['-', '_', ' '] {
            for name in [format!("{c}a"), format!("a{c}"), c.to_string()] {
                assert!(!is_member_name(&name), "{name:?}");
            }
        }
        assert!(!is_member_name(""));
    }

    #[test]
    fn at_members_are_set_apart() {
        assert!(is_at_member("@context") && is_at_member("@"));
        assert!(!is_member_name("@context"));
    }

    #[test]
    fn parameter_families() {
        for name in [
            "sort",
            "page[size]",
            "filter[]",
            "filter[x][]",
            "filter[][]",
            "fields[a.b]",
        ] {
            assert!(is_parameter_name(name), "{name}");
        }
        for name in [
            "",
            "[x]",
            "filter[_]",
            "filter[x",
            "filter]x[",
            "filter[x]y",
            "filter[[x]]",
            "a+b",
            "fields[a.]",
            "page[size]]",
        ] {
            assert!(!is_parameter_name(name), "{name}");
        }
    }
    #[test]
    fn custom_parameters_have_more_than_lower_case_letters() {
        for name in ["pageSize", "page-size", "v2", "Q", "é", "pageSize[x][]"] {
            assert!(is_custom_parameter_name(name), "{name}");
        }
        for name in ["q", "limit", "sort", "limit[Max]", "", "-", "a+b"] {
            assert!(!is_custom_parameter_name(name), "{name}");
        }
    }
}
