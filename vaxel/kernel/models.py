"""Tables every action writes to: history, keys, events, series, the exceptions tray, background and long work."""

from django.db import models

from vaxel.kernel.ids import new_id


class History(models.Model):
    """One outermost action, or one that was refused for want of permission. Only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.CharField(max_length=80)
    at = models.DateTimeField(help_text="when it happened")
    recorded_at = models.DateTimeField(help_text="when we heard of it")
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    site_id = models.UUIDField(null=True)
    register_id = models.UUIDField(null=True)
    device_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, default="done")
    inner = models.JSONField(default=list, help_text="names of the actions that ran inside, in order, with depth")
    note = models.JSONField(default=dict, help_text="before, after, reason: what the action chose to remember")

    class Meta:
        indexes = [models.Index(fields=["recorded_at"], name="history_recorded")]


class HistoryTouch(models.Model):
    """One thing that an action touched: the way from a thing to its history. Only grows."""

    history = models.ForeignKey(History, models.PROTECT, related_name="touches", db_constraint=False)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["object_id", "history"], name="touch_object")]


class OnceKey(models.Model):
    """A key that was used: the hash of what was asked and the answer that was given (F-1, F-2)."""

    key = models.CharField(primary_key=True, max_length=200)
    action = models.CharField(max_length=80)
    payload_hash = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()


class Event(models.Model):
    """A fact published by an action, told to its subscribers after commit."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    body = models.JSONField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(told_at__isnull=True), name="event_untold"),
        ]


class EventDelivery(models.Model):
    """One subscriber has dealt with one event."""

    event = models.ForeignKey(Event, models.CASCADE)
    subscriber = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="delivered_once")]


class Series(models.Model):
    """A counter row: the last number taken of a series without gaps (M-58)."""

    name = models.CharField(primary_key=True, max_length=120)
    last = models.BigIntegerField(default=0)


class SetupMark(models.Model):
    """The mark of a table of the setup, new with each change of it (kernel/db/setup.py)."""

    name = models.CharField(primary_key=True, max_length=60)
    mark = models.CharField(max_length=32)


class Change(models.Model):
    """When a thing changed last, for those who fetch what is new (kernel/db/changes.py). `name` is kind:id."""

    name = models.CharField(primary_key=True, max_length=80)
    seq = models.BigIntegerField(db_index=True)


class TrayItem(models.Model):
    """The exceptions tray: what clashed and needs a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    site_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, default="")
    note = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["opened_at"], condition=models.Q(closed_at__isnull=True), name="tray_open"),
        ]


class Work(models.Model):
    """A task waiting for the worker, being done, or done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=200)
    queue = models.CharField(max_length=60, default="default")
    priority = models.IntegerField(default=0)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="READY")
    enqueued_at = models.DateTimeField()
    run_after = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"], name="work_waiting")]


class LongWork(models.Model):
    """What a person asked for that takes longer than one waits: how far it is, and where its file lies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    does = models.CharField(max_length=200, help_text="dotted path of the function that does it")
    title = models.CharField(max_length=200)
    question = models.JSONField(default=dict, help_text="what the function is asked")
    asked_by = models.UUIDField(null=True)
    asked_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    site_id = models.UUIDField(null=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="since it was asked for")
    turn = models.PositiveIntegerField(default=0, help_text="grows each time it is begun: who has another does no harm")
    beat_at = models.DateTimeField(help_text="when the one who does it last said so")
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    fault = models.TextField(default="", help_text="why it failed, as a sentence")
    file_name = models.CharField(max_length=200, default="")
    file_type = models.CharField(max_length=100, default="")
    file_size = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["asked_by", "asked_at"], name="long_work_asked"),
            models.Index(fields=["beat_at"], condition=models.Q(state="running"), name="long_work_running"),
        ]


class StoredFile(models.Model):
    """A file that somebody gave us; its bytes lie in the data folder under their hash. Only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, help_text="media type, by its own bytes")
    name = models.CharField(max_length=120, default="")
    bytes = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="file_hash")]
