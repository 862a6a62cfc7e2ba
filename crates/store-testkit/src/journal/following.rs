//! Whoever follows the journal while others write misses nothing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::{join, join_all};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, LinkChanges};
use wellhead_core::id::LinkId;
use wellhead_core::journal::{Act, Change, Changed, Place};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Mode};
use wellhead_core::time::Timestamp;

use super::head;
use crate::deliveries::{batch, line, write};
use crate::runs::open;
use crate::world::{World, second};

crate::cases![a_follower_of_eight_writers_sees_each_change_once_and_in_order];

const WRITERS: usize = 8;
const TURNS: usize = 12;

/// Follows until all writers are done, and then to the end.
async fn follow(world: &World, from: Place, done: &AtomicBool) -> Vec<Change> {
    let mut seen: Vec<Change> = Vec::new();
    let mut place = from;
    loop {
        let is_last = done.load(Ordering::Acquire);
        let read = world.store().journal_read(world.here.tenant, place, 7);
        let found = read.await.expect("a journal can be read");
        let found = found.expect("the journal goes on from there");
        let is_empty = found.changes.is_empty();
        place = found.upto;
        seen.extend(found.changes);
        if is_empty && is_last {
            return seen;
        }
        tokio::task::yield_now().await;
    }
}

/// One writer's turns: single links, batches that change and delete them; returns what each link went through.
async fn work(world: &World, writer: usize) -> BTreeMap<LinkId, Vec<Act>> {
    let here = &world.here;
    let mut lives = BTreeMap::new();
    for turn in 0..TURNS {
        let at = second(i64::try_from(10 + turn).expect("small"));
        let record = if writer.is_multiple_of(2) {
            &here.ada
        } else {
            &here.bob
        };
        let apply = async |at: Timestamp, commands| {
            let author = Author::operator(here.tenant);
            let applied = world.store().apply(author, at, commands).await;
            applied.expect("a command can be applied");
        };
        let draft = world.draft(record.id, here.mailer.id, Direction::Output);
        let id = draft.id.get();
        apply(at, vec![Command::LinkCreate(draft)]).await;
        let mut life = vec![Act::Created];
        if turn % 3 > 0 {
            let turned = LinkChanges {
                direction: Some(Direction::Input),
                ..LinkChanges::default()
            };
            let turn_around = Command::LinkUpdate(Kind::People, id, turned);
            let mut commands = vec![turn_around];
            life.push(Act::Updated);
            if turn % 3 == 2 {
                commands.push(Command::LinkDelete(Kind::People, id));
                life.push(Act::Deleted);
            }
            apply(at.plus_micros(5), commands).await;
        }
        lives.insert(id, life);
    }
    lives
}

/// Single links share transactions, deliveries and batches have their own, and another tenant writes as well.
async fn a_follower_of_eight_writers_sees_each_change_once_and_in_order(world: &World) {
    let start = head(world).await;
    let run = open(world, second(9), Direction::Input, Mode::Incremental).await;
    let done = AtomicBool::new(false);
    let write_all = async {
        let writers = join_all((0..WRITERS).map(|writer| work(world, writer)));
        let deliver = async {
            for turn in 0..TURNS {
                let lines = (0..3).map(|one| line(Kind::People, &format!("follow-{turn}-{one}")));
                let written = write(world, second(20), batch(&run, lines.collect())).await;
                written.expect("a batch can be written");
            }
        };
        let (lives, ()) = join(writers, deliver).await;
        done.store(true, Ordering::Release);
        lives
    };
    let (lives, seen) = join(write_all, follow(world, start, &done)).await;

    for (position, change) in (start.position + 1..).zip(&seen) {
        assert_eq!(
            change.place.position, position,
            "positions follow each other"
        );
    }
    let mut told: BTreeMap<LinkId, Vec<Act>> = BTreeMap::new();
    for change in &seen {
        if let Changed::Link { id, now, .. } = change.subject
            && now.workspace_connector == world.here.mailer.id
        {
            told.entry(id).or_default().push(change.act);
        }
    }
    let expected: BTreeMap<_, _> = lives.into_iter().flatten().collect();
    assert_eq!(told, expected);
    let made = |is_link: bool| {
        let of_delivery = seen.iter().filter(|change| match change.subject {
            Changed::Record(_) => !is_link,
            Changed::Link { now, .. } => is_link && now.workspace_connector == world.here.crm.id,
        });
        of_delivery.count()
    };
    assert_eq!([made(false), made(true)], [3 * TURNS; 2]);
    assert_eq!(
        seen.last().map(|change| change.place),
        Some(head(world).await)
    );
}
