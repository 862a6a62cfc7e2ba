use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Values that are there for as long as somebody holds them; all who ask for the same key meanwhile share one.
#[derive(Debug)]
pub(crate) struct Live<K, V>(Mutex<State<K, V>>);

#[derive(Debug)]
struct State<K, V> {
    values: HashMap<K, Weak<V>>,
    /// How many there may be before those that nobody holds are forgotten: twice as many as were held the last time, so that
    /// looking at all of them costs each new one little.
    room: usize,
}

impl<K, V> Default for Live<K, V> {
    fn default() -> Self {
        Self(Mutex::new(State {
            values: HashMap::new(),
            room: 0,
        }))
    }
}

impl<K: Eq + Hash, V> Live<K, V> {
    /// The value of `key`: the one that is held, or a new one.
    pub(crate) fn of(&self, key: K, new: impl FnOnce() -> V) -> Arc<V> {
        let mut state = self.state();
        if let Some(known) = state.values.get(&key).and_then(Weak::upgrade) {
            return known;
        }
        if state.values.len() >= state.room {
            state.values.retain(|_, value| value.strong_count() > 0);
            state.room = 2 * state.values.len();
        }
        let new = Arc::new(new());
        state.values.insert(key, Arc::downgrade(&new));
        new
    }

    /// The value of `key`, if it is held.
    pub(crate) fn held(&self, key: &K) -> Option<Arc<V>> {
        self.state().values.get(key).and_then(Weak::upgrade)
    }

    /// How many are remembered.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.state().values.len()
    }

    fn state(&self) -> MutexGuard<'_, State<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
