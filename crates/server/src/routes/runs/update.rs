use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::command::Rejection;
use wellhead_core::id::SyncRunId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Reason, SyncRun};
use wellhead_core::store::{ApplyError, Unseen};
use wellhead_core::sync::{Finish, FinishError, Finished};
use wellhead_core::tenant::{Role, Tenant};
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::{Fieldsets, Query, QuerySpec};
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::Takes;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming::run::{Closing, close, leave_open};
use crate::extract::incoming::unchanged;
use crate::extract::parameter::flag;
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::resources::sync_run;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::link_of;

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run", "confirm_sweep", "skip_sweep", "sweep_limit"],
    ..sync_run::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Sync, QUERY, update)
        .audited(Act::Update, About::Run)
        .takes(Takes::Changes(&sync_run::CLOSING))
        .shows(&sync_run::SHAPE)
        .tells(&sync_run::SWEEP)
}

/// Closes the run. Clients can change nothing else about it.
async fn update(
    Syncer(Author { tenant, .. }): Syncer,
    State(app): State<App>,
    Id(id): Id<SyncRunId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let how = finish(&query)?;
    let mut object = ResourceObject::update(&body, sync_run::TYPE, &id)?;
    let ledger = &app.ledger;
    if unchanged::is_sent_back(&object, &sync_run::SHAPE, &["status", "error"]) {
        let run = super::find(ledger, tenant, id).await?;
        let fields = Fieldsets::default();
        unchanged::forget(
            &mut object,
            &sync_run::SHAPE,
            &sync_run::resource(&run, &fields),
        );
        if object.attributes.get("status").is_none() {
            leave_open(object)?;
            conditions.check(&sync_run::times(&run))?;
            let url = link_of(&uri, &QUERY);
            return super::answer(ledger, tenant, &run, &query, &url, None).await;
        }
    }
    let closing = close(object)?;
    // A run is closed once, even with concurrent requests, so the precondition need not be checked in the same step.
    let run = super::find(ledger, tenant, id).await?;
    conditions.check(&sync_run::times(&run))?;
    let (run, counted) = match closing {
        Closing::Success => succeed(ledger, tenant, run, how).await?,
        Closing::Error(reason) => (fail(ledger, tenant, id, reason, &query).await?, None),
    };
    let meta = counted.map(|unseen| {
        let counts = sync_run::counts(&unseen).into_iter();
        counts.fold(Meta::default(), |meta, (name, count)| meta.and(name, count))
    });
    super::answer(ledger, tenant, &run, &query, &link_of(&uri, &QUERY), meta).await
}

/// The query options of the sweep.
fn finish(query: &Query) -> Result<Finish, Errors> {
    let mut errors = Errors::new();
    let mut is_set = |name| errors.check(flag(query, name)) == Some(true);
    let mut finish = Finish {
        dry_run: is_set("dry_run"),
        confirm_sweep: is_set("confirm_sweep"),
        skip_sweep: is_set("skip_sweep"),
        ..Finish::default()
    };
    if let Some(sent) = query.custom("sweep_limit") {
        let percent = sent.value.parse().ok().filter(|percent| *percent <= 100);
        let percent = percent.ok_or_else(|| sent.invalid("use a whole number from 0 to 100"));
        if let Some(percent) = errors.check(percent) {
            finish.most_percent = percent;
        }
    }
    errors.or(finish)
}

async fn succeed(
    ledger: &Ledger,
    tenant: Tenant,
    run: SyncRun,
    finish: Finish,
) -> Result<(SyncRun, Option<Unseen>), Failure> {
    // In its own task, so that a sweep that has begun finishes even if the client does not wait for it.
    let own = ledger.clone();
    let finishing = async move { own.run_finish(tenant, run.id, finish, |_| ()).await };
    let finished = tokio::spawn(finishing).await;
    match finished.map_err(|_| Failure::internal())? {
        Ok(Finished::Closed(run)) => Ok((run, None)),
        Ok(Finished::Counted(unseen)) => Ok((run, Some(unseen))),
        Err(FinishError::Apply(ApplyError::Rejected {
            rejection: Rejection::CannotSweep(why),
            ..
        })) => Err(cannot_sweep(ledger, tenant, run.id, why).await),
        Err(error) => Err(error.into()),
    }
}

async fn fail(
    ledger: &Ledger,
    tenant: Tenant,
    id: SyncRunId,
    reason: Option<Reason>,
    query: &Query,
) -> Result<SyncRun, Failure> {
    if let Some(sent) = query.custom.first() {
        return Err(sent.invalid("a failed run sweeps nothing").into());
    }
    let reason = reason.as_ref().map_or("no reason given", Reason::as_str);
    let failed = ledger.run_fail(tenant, id, reason).await;
    failed.map_err(|error| Pointers::GONE.blame(error))
}

/// The refusal, with the counts of the sweep.
async fn cannot_sweep(
    ledger: &Ledger,
    tenant: Tenant,
    id: SyncRunId,
    why: &'static str,
) -> Failure {
    let count = Finish {
        dry_run: true,
        ..Finish::default()
    };
    match ledger.run_finish(tenant, id, count, |_| ()).await {
        Ok(Finished::Counted(unseen)) => Failure::cannot_sweep(why, &unseen),
        Ok(Finished::Closed(_)) => unreachable!("a dry run closes nothing"),
        Err(error) => error.into(),
    }
}
