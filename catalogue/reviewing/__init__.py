"""What waits for a person, and what people decide: queues, decisions, undo.

Reading (no transaction needed):

- `queues.queues(db)` → reasons, worst first, with counts; `queues.queue(db, reason, most=, after=)` → photo ids in the
  order of a filmstrip, page by page; `queues.progress(db, reason)` → settled today, remaining;
- `queues.groups(db)` → groups of near-duplicates, with their open pairs, and whether they are a burst;
- `desk.desk_view(db, photo_id)` → all that the desk shows of a photo: row, questions, claims, candidates with their
  reason, outing, relatives, and `seen`;
- `undoing.last_actions(db, by)` → what can be undone, newest first.

Deciding. Each is one transaction and one action, returns `journal.Action(id, what, photos)`, and takes the name of who
decides, and `seen=`, the number that `desk_view` gave: when somebody else has decided about one of the photos since,
nothing is done and `ChangedSince` says who and what. What cannot be is `DecisionRefused`.

- `decisions.place_at(db, {photo: (lat, lon)}, by, accuracy_m=)` · `decisions.set_heading(db, {photo: degrees}, by)`
- `decisions.set_date(db, photos, "2018-05", by)` · `decisions.shift_clock(db, camera, from_day, to_day, seconds, by)`;
  `decisions.clock_of(…)` shows what it would change
- `placements.decide_place(db, photos, place_id, "is" | "main" | "is_not", by)`
- `placements.accept(db, photos, place_id, by, reason=)`: a candidate is right, and the question closed
- `placements.settle(db, photos, reason, by, detail=)`: leave it as it is
- `pairs.decide_pair(db, a, b, "same" | "version" | "different", by, leader=)` · `pairs.decide_group(db, photos, …)`
- `pairs.keep_best(db, photos, best, by)` · `pairs.separate(db, photo, by)`
- `keeping.set_aside(db, photos, by)`: it is none of ours
- `undoing.undo(db, action_id, by)`; `CannotUndo` where later decisions build on it.
"""
