//! A file that gets its name when it is whole.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::IfThere;

/// A file of its owner's alone, beside the one that it is to be. If it is dropped before it has its name, it is deleted.
pub(super) struct Whole {
    temporary: NamedTempFile,
    path: PathBuf,
}

impl Whole {
    /// An empty one.
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        let mut prefix = OsString::from(".");
        prefix.push(path.file_name().unwrap_or_default());
        prefix.push(".");
        let mut builder = Builder::new();
        let temporary = builder.prefix(&prefix).suffix(".partial");
        Ok(Self {
            temporary: temporary.tempfile_in(directory(path))?,
            path: path.to_owned(),
        })
    }

    /// Where it is until then.
    pub(super) fn path(&self) -> &Path {
        self.temporary.path()
    }

    pub(super) fn file(&mut self) -> &mut File {
        self.temporary.as_file_mut()
    }

    /// Gives it to whoever owns the file or directory `like`, unless that is this user; only root may do so. Only Unix has owners.
    pub(super) fn give_to_owner_of(&self, like: &Path) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};

            let file = self.temporary.as_file();
            let (like, this) = (like.metadata()?, file.metadata()?);
            if like.uid() != this.uid() {
                fchown(file, Some(like.uid()), Some(like.gid()))?;
            }
        }
        #[cfg(not(unix))]
        let _ = like;
        Ok(())
    }

    /// Gives it its name, once it is on the disk.
    pub(super) fn name(self, if_there: IfThere) -> io::Result<()> {
        self.temporary.as_file().sync_all()?;
        match if_there {
            IfThere::Refuse => self.temporary.persist_noclobber(&self.path)?,
            IfThere::Replace => self.temporary.persist(&self.path)?,
        };
        // The name is on the disk when its directory is. Elsewhere a directory is no file.
        #[cfg(unix)]
        File::open(directory(&self.path))?.sync_all()?;
        Ok(())
    }
}

/// Where the file is, or is to be.
pub(super) fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}
