//! Macros for values that are written as text: closed lists of words, and serde through text.

/// Serialises a type through its `Display` and reads it through its `FromStr`.
macro_rules! serde_as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let written = <String as serde::Deserialize>::deserialize(deserializer)?;
                written.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// A closed list of words: the enum, its words, and forgiving reading (case, spaces, hyphens and
/// underscores do not matter; every alias is understood, the first word is the one written).
macro_rules! word_list {
    (
        $(#[$meta:meta])* $name:ident, $what:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $alias:literal)* ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
        pub enum $name { $( $(#[$variant_meta])* $variant ),+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [$name] = &[ $( $name::$variant ),+ ];

            /// The word that is written for this value.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( $name::$variant => $word ),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::PlanError;

            fn from_str(written: &str) -> Result<Self, Self::Err> {
                // As it is written is how it is mostly read.
                if let Some(value) = Self::ALL.iter().find(|value| value.word() == written) {
                    return Ok(*value);
                }
                let plain = crate::text::plain(written);
                $( if [$word $(, $alias)*].iter().any(|word| crate::text::plain(word) == plain) {
                    return Ok($name::$variant);
                } )+
                Err(crate::PlanError::UnknownWord {
                    what: $what,
                    written: written.to_owned(),
                    allowed: [$($word),+].join(", "),
                })
            }
        }

        crate::text::serde_as_text!($name);
    };
}

pub(crate) use serde_as_text;
pub(crate) use word_list;

/// Lower case letters and digits only (and the signs that tell words apart, `%` and `£`), so that
/// `Report Later`, `report-later` and `REPORT_LATER` are one word.
pub(crate) fn plain(written: &str) -> String {
    written
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, '%' | '£'))
        .flat_map(char::to_lowercase)
        .collect()
}
