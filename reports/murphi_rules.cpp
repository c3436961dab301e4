#include "reports/murphi_rules.h"

namespace interlock {

const std::string_view murphi_acts = R"(
-- ------------------------------------------------------------------ what rules do

procedure enter(s: State);
begin
  state := s;
  standing := ready;
  begun := false;
  attempt := 0;
  waiting := false;
  reached := false;
end;

-- Held: the operator is asked. What was begun stays begun.
procedure hold();
begin
  standing := held;
  attempt := 0;
  waiting := false;
  reached := false;
end;

-- The transition is done: its assurances are gained.
procedure cross();
begin
  gain(state, known);
  enter(next(state));
end;

-- Does the work up to this piece look like nothing, like all of it, or like a shorter
-- beginning? Then it is none of its own.
function looks_new(s: State; pieces: Pieces): boolean;
var
  here: World;
  there: World;
begin
  here := world;
  work(s, pieces, here);
  for p: Pieces do
    if p < pieces | p = pieces_of(s) then
      there := world;
      work(s, p, there);
      if here = there then return false; end;
    end;
  end;
  return true;
end;

-- Is everything already as the step would leave it?
function done_already(s: State): boolean;
var
  there: World;
begin
  there := world;
  work(s, pieces_of(s), there);
  return there = world;
end;

-- The guards that are asked before a step: at the first attempt `require` and `hold`,
-- later `hold`. Those that bind may fail and may not be able to tell; all may pass.
function before_binds(): boolean;
begin
  return hold_binds(state) | (attempt = 0 & require_binds(state));
end;

-- With `wait` it is first asked again and again, until its time is up.
function waits_first(): boolean;
begin
  return waits(state) & attempt = 0 & !waiting;
end;

-- May `ensure` pass after the step? A set that binds passes only where the work was
-- done whole. One that binds nothing says nothing: then in flight the exit status is
-- believed, and nobody can tell of a manual step or in doubt.
function ensure_may_pass(): boolean;
begin
  if ensure_binds(state) then return reached; end;
  return standing = flight & !manual(state);
end;

-- A command may fail in flight; a guard that binds may fail after it. While the
-- operator is at work an `ensure` that fails means only "not yet".
function may_fail(): boolean;
begin
  if standing = flight & !manual(state) then return true; end;
  if standing = flight then return hold_binds(state) & ensure_may_pass(); end;
  return hold_binds(state) | ensure_binds(state);
end;

-- Nothing failed, and a guard cannot tell, or the operator leaves a manual step.
function may_be_unsure(): boolean;
begin
  return manual(state) | hold_binds(state) | ensure_binds(state) | standing = doubt;
end;

function asked_after(): boolean;
begin
  return standing = flight | standing = doubt;
end;
)";

const std::string_view murphi_rules = R"(
-- ------------------------------------------------------------------ the rules

rule "move"
  standing = ready & leads_on(state) & !acts(state)
==>
begin
  cross();
end;

rule "needless"  -- a restore where everything is as before already: it is not run
  standing = ready & acts(state) & restores(state) & attempt = 0 & ensure_binds(state)
  & done_already(state)
==>
begin
  lose(state, known);
  cross();
end;

rule "begin: the intent"
  standing = ready & acts(state)
==>
begin
  standing := intent;
  begun := true;
  attempt := attempt + 1;
  waiting := false;
  beyond := beyond | (lets_in(state) & !all_untouched());
  lose(state, known);
end;

rule "begin: nothing of the work is done"
  standing = intent
==>
begin
  standing := flight;
end;

rule "begin: all of the work is done"
  standing = intent
==>
begin
  work(state, pieces_of(state), world);
  standing := flight;
  reached := true;
end;

ruleset pieces: Pieces do
  rule "begin: a part of the work is done"
    standing = intent & 0 < pieces & pieces < pieces_of(state) & looks_new(state, pieces)
  ==>
  begin
    work(state, pieces, world);
    standing := flight;
  end;
end;

rule "wait"
  standing = ready & before_binds() & waits_first()
==>
begin
  waiting := true;
end;

rule "refuse"  -- a guard before the step fails
  standing = ready & before_binds() & !waits_first()
==>
begin
  hold();
end;

rule "unknown"  -- none fails, one cannot tell
  standing = ready & before_binds() & !waits_first()
==>
begin
  hold();
end;

rule "done"
  asked_after() & ensure_may_pass()
==>
begin
  cross();
end;

rule "fail"
  asked_after() & may_fail()
==>
begin
  if attempt < attempts(state) then
    standing := ready;
    reached := false;
  elsif back_on_fail(state) & has_back(next(state)) then
    enter(back_of(next(state)));
  else
    hold();
  end;
end;

rule "unsure"
  asked_after() & may_be_unsure()
==>
begin
  hold();
end;

rule "crash"  -- Interlock ends, or the operator kills the step
  standing = intent | standing = flight
==>
begin
  standing := doubt;
end;

rule "deadline"
  standing = flight & !manual(state)
==>
begin
  standing := doubt;
end;

rule "check: nothing was begun"
  standing = held & !begun
==>
begin
  standing := ready;
end;

rule "check: it is done"  -- the operator may have done the rest
  standing = held & begun & ensure_binds(state)
==>
begin
  work(state, pieces_of(state), world);
  cross();
end;

rule "retry"
  standing = held
==>
begin
  standing := ready;
end;

rule "back"  -- of the next state if the step was begun, of this one if not
  (standing = ready | standing = held) & leads_on(state) & has_back(turning_at())
==>
begin
  enter(back_of(turning_at()));
end;
)";

}  // namespace interlock
