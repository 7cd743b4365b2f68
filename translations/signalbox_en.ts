<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>AlertWords</name>
    <message>
        <source>%1 was rolled back because of its %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was taken a step back because of its %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was paused because of its %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is worse than the stable version in its %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is worse than %3 in its %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolled back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolled back: %1 answers everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back to the step before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused: it keeps its share and goes no further.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was done: this guardrail only tells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stepped back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing: it only tells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ %1 has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● open, nobody has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was open for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message>
        <source>%1  %2 %3 → %4 %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2  %3 → %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>traffic as before: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started %2 %3: what is tested comes first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started %2 %3 in the shadow of %4: copies of %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started %2 %3 at %4 beside %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, which ended the release of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took %2 %3 from %4 to %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took %2 %3 back from %4 to %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 promoted %2 %3 from %4 to %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 paused %2 %3 at %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 resumed %2 %3 at %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 approved %2 %3 at %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rolled %2 back from %3 to %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended the release of %2 %3: %4 answers everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 completed the release of %2: %3 replaces %4 as stable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 undid the roll back of %2: %3 at %4 beside %5 again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 undid the roll back of %2: from %3 to %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 moved the last conversations of %2 %3 to %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 queued %2 %3 behind %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 did not start %2 %3 from the queue: a person has to look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took %2 %3 from the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lifted the quarantine of %2 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 reported for %2 %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 published %2 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 acknowledged alert %2 of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took back the verdict on pair %2 of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 judged pair %2 of %3: the candidate is %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took over %2 %3 as stable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>did something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, against what holds it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2: you %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2: not done (%3); you wanted: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took over the stable version of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>froze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 froze the releases of %2: nothing goes on by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lifted the freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lifted the freeze of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 acknowledged an alert of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 moved the last conversations of %2 to its stable version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended a drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended a drill of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>started a drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started a drill of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 found the canary of %2 worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 judged a pair of answers of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended the release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended the release of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took the next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took the next step of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 approved the step of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 completed the release of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reported a gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 reported a gate of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 paused the release of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>promoted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 promoted the candidate of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 queued a release of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 did not start what waits for %2: a person has to look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 resumed the release of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took back a change of %2 that did not reach the traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rolled %2 back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started a release of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stepped back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took a step of %2 back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaced the release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started another release of %2 in place of the running one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undid the roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 undid the roll back of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took it from the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took a version of %2 from the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 published a version of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lifted a quarantine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lifted a quarantine of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 did something with %2 that this console has no words for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in effect after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, against what holds it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 found that callers of %2 cannot be told apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, a release that the same person started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 found that a released version of %2 would have other content now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BackendSummary</name>
    <message>
        <source>%1 %2 is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 has no traffic yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 at %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 open alert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 open alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no release runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Caution</name>
    <message>
        <source>Complete: %1 is the stable version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next: %1 in the shadow, it answers nobody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start shadowing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next step: %1 answers %2 of the requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ramp to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All the way: %1 answers every request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote to 100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break the glass: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This moves the release forward although something stands in its way. Guardrails go on watching, and rolling back stays one click.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not waited for: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent stays frozen: automation does not step in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release is no longer paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automation does nothing more here until somebody unfreezes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guardrails only tell; they no longer pause or roll back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People can roll back at any time, as always.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The running release is paused; weights stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing starts from the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfreeze %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guardrails may pause and roll back again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release stays paused until somebody resumes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 starts from the queue at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 gets no traffic until this gate is reported as passed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release goes on waiting; end it if nothing will change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report as failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for a release manager since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed, said by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed, said by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen since %1 by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 waits in the queue since %2, by %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not start by itself: %1. A person decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It starts by itself when %1 is completed; after a roll back it waits for a person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It starts now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It starts after: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may still end on %2, which was rolled back, for at most %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift the quarantine of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be released again; it gets no traffic by that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may still end on %2, whose release was ended, for at most %3.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CautionOffers</name>
    <message>
        <source>Break the glass…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing stands in the way of the next step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves forward although something stands in the way. Asks for a reason, twice, and the audit log keeps it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue another version…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It waits until %1 is completed and starts by itself then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start %1 now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts the release of %1 with the plan that it was queued with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not released; it can be queued again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent is frozen. Unfreeze it, or break the glass.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent is frozen. Unfreeze it when the cause is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report a gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest word counts; the audit log keeps who said it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automation does nothing more until somebody unfreezes it. Asks for a reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfreeze…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automation may act again. Asks for a reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move them now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every conversation goes on with %1 from its next request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift a quarantine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift the quarantine of %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The version can be released again. Asks for a reason.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>⋯ %L1 equal lines hidden – show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⊘ no line end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Major</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Integration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines added, %2 removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, changes a %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlEntries</name>
    <message>
        <source>%1, is on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DrillWords</name>
    <message>
        <source>answers with errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answers late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refuses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ rolled back, not wholly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ only paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ only noticed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ not detected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A drill runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ Rolled back, but the bad version still got requests afterwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ Rolled back, and nobody had to get up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ Only paused: the bad version kept its share until a person acts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ Only noticed: nothing was done until a person acts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ Not detected: no guardrail saw it in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled: this says nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted: this says nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ The drill itself did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making a sandbox agent with a good and a bad version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warming up: the good version answers all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bad version has %1: %2 of %3 requests reached it, %4 answers were bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolled back; looking whether the bad version really gets nothing more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(usual plan)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As quickly as the same drill on %1 (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ %1 slower than the same drill on %2 (%3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 quicker than the same drill on %2 (%3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 bad, at %3, %4 requests/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 such drills were rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: detected after %1 in the middle, %2 at worst</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ▲ %1 requests reached bad versions after the switch.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Formatting</name>
    <message>
        <source>no data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GuardWords</name>
    <message>
        <source>Signalbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broken contracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the guardrail on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What tells conversations apart</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>The backend has not answered yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link is down: what you see is stale since %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is heard from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection stands, but the backend says nothing. Look whether its machine is overloaded or the network is broken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 closed the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being started again, or was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing listens at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start signalboxd there, or check the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name in %1 is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling, and that this computer is in the right network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network and the firewall between here and there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not know this token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was revoked or belongs to another backend. Give one that is valid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this token may not read %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask whoever runs the backend for a token with at least the role viewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the backend does not go by the name %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the address that signalboxd printed, or start it with that name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the certificate of %1 could not be verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address, and that this computer trusts the certificate&apos;s issuer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what answers at %1 is no Signalbox backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the port: signalboxd prints the address when it starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stale since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the backend of this workspace ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another backend answers at %1 since %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything here is its own; nothing is left of the former one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow since %1: %2 takes %3 to answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is shown is right; what is done from here takes longer to be confirmed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is refused: what you see is stale since %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trying now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>again in %1 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Metric</name>
    <message>
        <source>Requests per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to first token %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contract violations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1 judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls per answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1, %2 unknown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>%1 is the stable version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is being tested; it gets no traffic yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 gets copies of %2 of the requests.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers %2 of the requests.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers every request and is being observed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answered every new request after %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused. Weights stay as they are until somebody resumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resumed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended. %1 answers every request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolling back did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undoing did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resuming did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approving did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ramping did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promoting did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stepping back did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ending the release did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was rolled back; %2 answers every request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet met: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen. Automation does nothing until somebody unfreezes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfrozen. Automation may act again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits in the queue any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved. %1 answers every request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 waits in the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reporting the gate did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breaking the glass did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freezing did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfreezing did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queueing did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking it out of the queue did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moving the conversations did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was rolled back by %2 on %3; %4 answers every request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 leaves quarantine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolled back because: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more copies went to %1 after %2; %3 answers everything as before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release of %1 ended after %2; %3 answers everything as before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can be released again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lifting the quarantine did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers %1 of the requests now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers every request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers nobody still.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairWords</name>
    <message>
        <source>success</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stable&apos;s answer is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The candidate&apos;s answer is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a person can say which is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both failed, in different ways.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one of the two succeeded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one of the two keeps the output contract.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They call different tools, or with different arguments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields of the answer differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The texts differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two answers agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an error in place of an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broke off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped by a filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>said nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not what was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed with %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queue full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over the rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over the budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version cannot be asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shadow ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comparison behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 without an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 too long to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no verdict, because %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stable&apos;s answer is better, in both orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the candidate&apos;s answer is better, in both orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tie, because its two orders disagreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 alike, %2 is enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two answers agree: other words, but much the same by their embeddings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The judge calls it a tie.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>judge: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>embeddings: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noise floor: not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noise floor: stable agrees with itself in %1 of %2 pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>embeddings: %1 pairs, %2 alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>judge: %1 pairs, %2 for the candidate, %3 for stable, %4 ties (in %5 its two orders disagreed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 without a verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pairs not asked about</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models: nothing was asked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This hour&apos;s money for models is spent; they are asked again at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This hour&apos;s requests to models are used up; they are asked again at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>provider unreachable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>%1: Start a release of %2…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: Lift the quarantine of %2…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReleaseOffers</name>
    <message>
        <source>viewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>engineer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>responder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>release manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>admin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link to the backend is down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another command is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your token is that of a %1; this needs a %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the release is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no other version that served this agent well, so there is nothing to go back to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start shadowing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ramp to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives %1 its next share of the requests.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights stay as they are and time stands still.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time goes on; weights stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives %1 all requests and begins to observe it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approves the next step after this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step back to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the first step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End without promoting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers everything again. %2 is not quarantined.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restores the traffic as it was before the roll back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start release…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a version and how it gets its traffic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 conversations on %2 end there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 conversations on %2 have %3 to end there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 conversations on %2 move with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lets %1 finish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gives %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moves %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 stays in the queue and waits for a person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Asks for a reason: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 then starts from the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once: %1 gets less, and the release is paused, lest it climb again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once: %1 gets less, and the step begins again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back: end the release of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back: end the shadow of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back: nothing to go back to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers everything as before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once and without asking: no more copies go to %1, which is quarantined. %2 answers everything as before. Can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once and without asking: %1 gets no traffic and is quarantined. %2 answers everything as before. Can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once and without asking: %1 answers every new request, %2 is quarantined. Can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends observing; %1 is then the stable version.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReleaseView</name>
    <message>
        <source>testing %1, no traffic yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shadow: copies of requests go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers everything, observing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready for the next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 replaces %2, started %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no release is running · the last one was completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no release is running · the last one was rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no release is running · the last one was ended without promoting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no release is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data path does not do what was ordered: it gives %1 to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data path does not do what was ordered: %1 answers everything.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>canary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StripWords</name>
    <message>
        <source>the upstream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the provider &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refuses the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be trusted: TLS failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ends the connection without an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 breaks off its answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers something that is not HTTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not configured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not this version: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only %1, others answer: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last change %1: %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, failed: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The upstream said: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failing since %1 · %2 → %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every request of the last 15 minutes was answered; some answers broke the contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 requests failed in the last 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is published and has not answered anybody yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error in the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not HTTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not configured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contract broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody asked in the last 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No request failed in the last 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers what nobody can use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 filters its answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unusable answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filtered answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 requests of %2 have waited for their first token for up to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copies to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First thing to do: release %1 to the simulated callers; 100 % is about three minutes away</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>A tour shows every page.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Verb</name>
    <message>
        <source>Rolling back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resuming…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ramping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promoting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stepping back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ending…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reporting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breaking the glass…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freezing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfreezing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queueing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking it out…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lifting the quarantine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letting it answer…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionDetails</name>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(floating: may change without a new version)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, by %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has just ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 without %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is refused: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers at</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionRow</name>
    <message>
        <source>stable %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>canary %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shadow %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quarantined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roll-back target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>child of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pre-release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can&apos;t be read, as said below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has mistakes, named below.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::console::Opener</name>
    <message>
        <source>Starting the sample workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting a backend for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keychain here: the token is kept until Signalbox ends</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::BusyOverlay</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::Notice</name>
    <message>
        <source>… and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mistake in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 mistakes in %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::QuarantineLine</name>
    <message>
        <source>Lift the quarantine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift the quarantine of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is quarantined since %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a release manager can lift it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift the quarantine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::alerts::AlertModel</name>
    <message>
        <source>Raised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::alerts::AlertsPage</name>
    <message>
        <source>The link to the backend is down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your access is for looking only; a responder can acknowledge.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::alerts::AlertsView</name>
    <message>
        <source>%1 of %2 alerts are open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No guardrail has acted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When one pauses or rolls back a release, or only tells that a version is worse, it is listed here with its evidence and the plan&apos;s runbook.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you do about it? It goes into the audit log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you do about it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes into the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an alert to see what is known about it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan has no runbook. Put one into release.yaml: what to look at first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runbook of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen by %1 at %2. %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge the selected alert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The only alert has been acknowledged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One alert is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All %1 alerts have been acknowledged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another release has begun since. &quot;signalboxctl explain %1&quot; still shows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the guardrail had seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what it saw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why? Shows how it was judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare %1 … %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose %1 first, at the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the two versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · %3 %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::compare::CompareView</name>
    <message>
        <source>Parts that differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed fields of manifest, tools and contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose two versions to see what changed between them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The older one stands on the left, the newer one on the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These two versions are the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every file has the same content. Choose another version to compare with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advice: %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing the two versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the texts are compared: a manifest cannot be read, so changed fields and the advice for the next version number are missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::compare::DiffPanel</name>
    <message>
        <source>− older   + newer   underlined: changed words   ◆ steers the agent: number, negation, variable, format, tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous change (P or Shift+F7)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next change (N or F7)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the two texts are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show equal lines too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in both versions (Ctrl+F, then F3)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::compare::DiffView</name>
    <message>
        <source>Difference of the two texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 equal lines hidden; Enter shows them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 changed from: %2 to: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 removed: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 added: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::compare::EffectStrip</name>
    <message>
        <source>Measured effect of the two versions in the last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured effect, 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no traffic yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::compare::FindBar</name>
    <message>
        <source>Find in both versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line %L1 of %L2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::compare::TextPanel</name>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this file (Ctrl+F, then F3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::compare::VersionPickers</name>
    <message>
        <source>&amp;Older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Newer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap the two versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newer version</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::drills::DrillForm</name>
    <message>
        <source> requests/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the plan&apos;s first step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why now? It goes into the audit log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guardrails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose guardrails and first step are practised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bad version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A bad answer takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 % is a healthy version, which must not be detected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its share of traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made for the drill; nobody&apos;s real requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be detected in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes into the audit log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::drills::DrillModel</name>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bad version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detected after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switched in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::drills::DrillPanel</name>
    <message>
        <source>Start the drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drill: would we be saved at night?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A bad version is put on a sandbox agent, and traffic made for it. You see whether it is stopped without anybody, and how fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exercised: gateway, guardrails, controller and audit log, as a second copy inside this backend. Not exercised: your providers, your network, your callers. No agent of yours is touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Former drills</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your access does not allow drills; a release manager can start one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A drill of %1 runs; there is one at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being started.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::drills::DrillResult</name>
    <message>
        <source>Progress of the drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detected after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>within %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad answers until then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1 requests to the bad version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it kept its %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switched in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no request reached it afterwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 requests reached it afterwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · by %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has practised here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a drill to see whether a bad version would be stopped at night, and how fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 from the start of the ramp</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::history::AuditModel</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry %1, signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry %1, not signed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::history::AuditView</name>
    <message>
        <source>Verified to %1: every entry is what was recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry %1 is not what was recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log could not be verified.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the file, export what is readable and compare it with a saved checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load older entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks every entry, the tree over them and the signed checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit log of the backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit log of this console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The selected entry as it was recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is recorded yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every change of traffic is recorded here: start a release and it appears.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is done from this console is recorded here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 entries loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · %1 shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verifying the log…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saves every entry of the log as CSV or JSON lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting the whole log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the entry as it was recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an entry to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::history::DeploymentModel</name>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::history::DeploymentsView</name>
    <message>
        <source>Which version had which share of traffic, newest first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the deployments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saves the table as CSV or JSON lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deployments of the agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the deployments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No deployments yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As soon as a version gets traffic, it is listed here with who decided so and why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::history::HistoryPage</name>
    <message>
        <source>Saved to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deployments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit log of the backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All %1 entries were saved to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The export was cancelled; no file was written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::Evidence</name>
    <message>
        <source>not judged yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ blind: no price for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signalbox.yaml has no price for %1, so nothing is known of what its answers cost and this guardrail stops nothing. Add the price under models and start the backend again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ worse than %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◆ %1 is as bad: not this version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ shown not to be worse than %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looks worse, not proven yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no sign of harm so far</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::EvidenceList</name>
    <message>
        <source>No release is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While one runs, this page shows what each guardrail has seen, how far the proof of harm has come, and what it would take to be sure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release does not move forward by itself until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This plan has no guardrails: nothing stops a bad version but you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was rolled back by %2 on %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release of %1 was completed on %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release of %1 was ended by %2 on %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What its guardrails had seen by then:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This step has seen %1 of the %2 conversations that it waits for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This step has seen %1 conversations, enough for it (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This step has seen %1 conversations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every guardrail has shown it not to be worse.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::GuardCardView</name>
    <message>
        <source>Last requests that went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why? %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::GuardFacts</name>
    <message>
        <source>since the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over 1,000,000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>evidence E is %1, %2 is enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certainly above %1, the limit allows %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confidence sequence of the difference of means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exact bound of the share above the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lower confidence bound of the mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>e-process against the frozen baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (1 of %2 healthy releases)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 for %2 of requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slower than %1 (stable&apos;s %2 before)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts as slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To show a large rise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To show that it is safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit is judged over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Canary&apos;s failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first %1, last %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chance of a false alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per conversation, mean of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certainly above %1 per request, the limit is %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 conversations failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 conversations were refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 conversations broke the output contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 conversations had a failing tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 conversations were of low quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 conversations had it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 conversations failed in a row, %2 are enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>relative-risk e-process, first event of each conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two-sided relative-risk e-process, first event of each conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed conversations in a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stable: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why they failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why that is enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 more conversations</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::LiveTableModel</name>
    <message>
        <source>whole span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First token p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Violations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per second</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::LiveView</name>
    <message>
        <source>the last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last %1 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last %1 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last %1 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 beside %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers every request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>requests: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the values as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>15 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>6 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of the charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no longer serving: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last change %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what each guardrail has seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::MetricChart</name>
    <message>
        <source>limit %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::MetricPanel</name>
    <message>
        <source>notify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit %1 → %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · canary: no data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ %1 · canary is above it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · canary is below it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantile of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left and right arrow keys read the values of one moment; the Table button shows all values as a table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worse than stable → %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other than stable → %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no price for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ %1 · blind: no price for %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ %1 · blind: answers do not say what they used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ %1 · canary is above it, and so is stable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::live::TrafficHelp</name>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command that sends a request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No requests for %1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callers reach this agent at %1 with its name as the model. To see the first values, send a request from a terminal; choose a longer time range for earlier ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backend has not said yet where callers send requests.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::CandidateBox</name>
    <message>
        <source>Choose a version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is the stable version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is being released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quarantined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quarantined: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The versions are still being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a version: none that is newer than the stable one can be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no version that can be started. Publish one first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::CautionPanel</name>
    <message>
        <source>Automation does nothing here, and guardrails only tell. Rolling back works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate %1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate %1 passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::Forecast</name>
    <message>
        <source>under a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, go to 50 % (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, and rely on tests and on people reading a sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ Stable itself is above the limit of %1: while both versions are, nothing is rolled back by it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of stable&apos;s requests fail; %2 times that cannot be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first its gate %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first its %1 gates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copies of %1 for %2, whose answers nobody gets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>then %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 now, then %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at today&apos;s traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you take each step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each step is taken by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one step needs an approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 steps need an approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>then watched for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one from %1 after about %2 conversations (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At %1 a rise of errors is seen: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan promises to show when %1 times as much fails as now. At %2 requests a day, each taken for a conversation; where one has many requests it takes longer. A healthy version is stopped by mistake in at most 1 of %3 releases.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While none fails, the first step waits for %1 conversations, of which %2 are the canary&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At this traffic the first step needs %1 to show a rise of errors from %2. Skip shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One value of %1 carries %2 of the requests: they all meet the same version and count as one conversation. Name what tells them apart under units: in signalbox.yaml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the requests do not say whose they are: each counts as a conversation of its own, and one caller may meet both versions. Let callers send x-signalbox-unit or user, or name what they send under units: in signalbox.yaml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of stable&apos;s last %1 requests failed. If %2 did, a rise of errors would be seen at %3: %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gate %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 gates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until enough is seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after %1 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copies of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>watched</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::ForecastLines</name>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why this forecast?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::GuardrailEditor</name>
    <message>
        <source>cost per request above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more tokens than stable, or above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other tool calls than stable, or above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more low quality than stable, or above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a changed share of the signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low quality, from feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A business signal, from feedback…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a guardrail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As callers send it to /v1/feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>notify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happens: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this guardrail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A plan needs at least one guardrail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the guardrail: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the signal that a guardrail watches, such as approved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two guardrails are the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more refusals than stable, or above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more broken contracts than stable, or above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more failing tools than stable, or above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers that break the output contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stops it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>← %1: use %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets a limit that only what is unusual today would pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>errors above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>latency %1 above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × today</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::PaceRow</name>
    <message>
        <source>Careful</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller shares first, each for twice as long, an approval before all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the agent&apos;s release.yaml says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Few steps of a day or more, and a week of watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps, holds and approvals one by one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::PlanDetails</name>
    <message>
        <source>Mon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fri</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rules for fields: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rules for tool arguments: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the fields must agree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>texts are alike from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stable answers %1 of the copies again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>texts are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>texts are not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that release is ended first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it waits in the queue until that one is completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While another release runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolled back, conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none; names, with commas between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What must be reported as passed before the version gets traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shadow comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>move to stable at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finish where they began</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>have time to finish:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversations at a roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time that conversations have to finish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
(%2; set in release.yaml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name of gate %1 is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate %1 is named twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits behind a running release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ends a running release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conversations finish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conversations have %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gates: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>freeze windows: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gates, conversations, queue, freeze windows, comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::RampEditor</name>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts a step between the last two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A person takes every step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps are taken by themselves when all holds are met</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the release advances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each step also waits until it could have shown a rise of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against stable. A smaller rise needs more conversations in each step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest rise that a step can show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of requests in step %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimum time of step %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 needs approval before the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove step %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A release needs at least one step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 must give more than step %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::RampLine</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of the release</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::ReasonPanel</name>
    <message>
        <source>Why? The audit log keeps it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needed; the audit log keeps it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do this now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say why first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::ReleaseBar</name>
    <message>
        <source>Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights above are those that the data path uses. Roll back if they harm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End observing %1 now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give %1 all requests now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete with %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote %1 to 100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep observing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep ramping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. A person may go on all the same, and says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something has changed meanwhile. Close this and look again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 What it rests on is on the Live page behind Evidence; the alert has the runbook.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer yet. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may have been done: what the bar says is what the backend reports. Doing it again is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give %1 its traffic back?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it rolled back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::ShadowRow</name>
    <message>
        <source>First in the shadow for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of stable&apos;s requests are copied; nobody gets the answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin with a shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes in the shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of requests that are copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ It has tools that may change something: %1. Calls in a shadow&apos;s answers are counted and never carried out here; make sure that its model endpoint carries out none.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::ShareRow</name>
    <message>
        <source>%1 copied</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::StartPanel</name>
    <message>
        <source>Start a release of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes into the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why now? It goes into the audit log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan is still being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start %1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start %1 in the shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another release of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A release of %1 is running. Choose under Advanced what happens then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers every request and is being observed; complete it or roll it back first, or wait in the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue %1 in place of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue %1 behind %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start %1 in front of its gates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in place of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>published %1 by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version to release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be started: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows what changed; this panel keeps what was typed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::StateStrip</name>
    <message>
        <source>Runbook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show one request that failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the runbook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A request that failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the request&apos;s id</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::VerbButtons</name>
    <message>
        <source>More about this release</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::releases::WeightBar</name>
    <message>
        <source>Traffic: stable %1, canary %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shadow::AgreementBar</name>
    <message>
        <source>%1, between %2 and %3 with 95 % confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement %1. Stable with itself %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shadow::PairDetails</name>
    <message>
        <source>− stable&apos;s answer   + the candidate&apos;s   underlined: changed words   → a tool call, not carried out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Better (B)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same (S)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worse (W)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The candidate&apos;s answer is better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two answers are as good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The candidate&apos;s answer is worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, stable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, asked again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan keeps no texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan keeps no texts of pairs, only their digests and scores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set comparison.content to kept in release.yaml to read answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields that differ: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing the two answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both answers are stable&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which comparator said what</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shadow::PairFacts</name>
    <message>
        <source>What each of the two answers took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shadow::PairModel</name>
    <message>
        <source>Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shadow::ShadowPage</name>
    <message>
        <source>The backend cannot be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your token may read but not judge; ask for the role engineer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These pairs are as of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No shadow is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release of %1 went without one. The next can begin with a shadow: give its plan a time and a share of requests to copy (shadow in release.yaml).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a release with a shadow step: a version answers copies of stable&apos;s requests, and nobody gets its answers. Its time and share are in the plan (shadow in release.yaml).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a release…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shadow::ShadowView</name>
    <message>
        <source>Disagreements first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still to judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stable with itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which pairs are listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>≠ fields, 50 % alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs of answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No copy has been sent yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies are made of stable&apos;s requests; pairs appear with the next ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pair that differs is waiting. Choose all pairs to see those that agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has judged a pair yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a pair and press B, S or W: better, same or worse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stable was not asked again yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan&apos;s comparison says how many copies stable answers a second time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pair is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs are kept for a limited time; the counts above stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shadow::SummaryStrip</name>
    <message>
        <source>Summary of the shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in the shadow of %2: nobody gets its answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was in the shadow of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 better, %2 same, %3 worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no repeats yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1 repeats</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::AlertNotifier</name>
    <message>
        <source>%1 was rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was stepped back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is worse than stable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::BackendView</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This console&apos;s own log: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its agents are shown as soon as it answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This workspace has no agents yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No agent is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one on the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;signalboxctl init NAME&quot; in its folder makes the first one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · what you see is confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let %1 answer every request</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::CommandPalette</name>
    <message>
        <source>Nothing here has these letters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what you want to do, an agent or a version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::LinkBanner</name>
    <message>
        <source>Use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaces the one that the backend refuses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give another token…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have seen it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::MainWindow</name>
    <message>
        <source>Signalbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back the chosen agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read everything again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · Signalbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the desktop</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::PageStack</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::RecentRow</name>
    <message>
        <source>Takes it off this list. The folder stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes it off this list and forgets its token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 when last seen, nobody knows when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 when last seen, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open, not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open, not connected · %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::SidePanel</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that can be done here (Ctrl+K)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practise: would a bad version be stopped at night, and how fast?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample, a workspace, or a backend that runs somewhere else</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::Sidebar</name>
    <message>
        <source>Agents</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::SidebarModel</name>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>link is down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backend %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent %1, stable %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, a canary is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, a shadow is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, the data path differs from what was ordered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, frozen: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, an alert is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An alert is open: nobody has acknowledged it yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not committed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not adopted</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::StatusLine</name>
    <message>
        <source>%1: connected, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: stale since %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · retrying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · retrying in %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>audit log cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>audit: %1 entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>audit log does not verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>audit verified to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>simulated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some answers come from the rehearsal server, not from a real model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 open alert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 open alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows what guardrails did and nobody has acknowledged yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 newer to check</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::shell::WelcomePage</name>
    <message>
        <source>Signalbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose which version of an agent answers, watch it, and put everything back in one click.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sample workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A team of agents with simulated traffic on this computer. Nothing leaves it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Git repository with agents. A backend for it is started here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A backend that runs somewhere else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>https://signalbox.example:7420</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it a workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remembered for the next time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample is a support team of agents with made-up callers: release 2.2.0 of refunds, see it beside 2.1.0, put it back. It takes about five minutes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::versions::FileLinks</name>
    <message>
        <source>Read %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::versions::FileReader</name>
    <message>
        <source>‹ All versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to all versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escape does the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to read, not to change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files of the version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the files of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version has no files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::versions::FindingList</name>
    <message>
        <source>1 mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::versions::VersionDetails</name>
    <message>
        <source>Details of the selected version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changelog</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deployments of this version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy digest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the whole digest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start release…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with parent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with stable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version has no parent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version is the stable one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ticket %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no digest in the tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The author left no changelog.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has had no traffic yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue release…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::versions::VersionModel</name>
    <message>
        <source>Tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Author</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>signalbox::ui::versions::VersionsView</name>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search version, changelog, author, ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every word must occur in version, changelog, author, ticket or role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions of the agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the versions of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One version could not be read; the others are listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 versions could not be read; the others are listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no versions yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Publish the first one: commit agents/%1/agent.yaml with its prompts and tag the commit agents/%1/v1.0.0 with an annotated tag.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backend is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent&apos;s state is not known yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version is stable already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version is being released now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
