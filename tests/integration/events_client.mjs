// EventBridge by the AWS SDK for JavaScript, v3: `node events_client.mjs ENDPOINT QUEUE_ARN`. A bus, a rule with a
// transformer, entries, an archive and a replay of it. Prints what it saw as JSON; the world's clock is the caller's.
import {
  CreateArchiveCommand, CreateEventBusCommand, DescribeReplayCommand, EventBridgeClient, ListRulesCommand, PutEventsCommand, PutRuleCommand,
  PutTargetsCommand, StartReplayCommand, TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";

const [endpoint, queueArn] = process.argv.slice(2);
const events = new EventBridgeClient({ endpoint, region: "us-east-1", maxAttempts: 1 });
const send = (command) => events.send(command);
const seen = {};

const { EventBusArn } = await send(new CreateEventBusCommand({ Name: "js" }));
const EventPattern = JSON.stringify({ source: ["js"], detail: { n: [{ numeric: [">", 1] }] } });
await send(new PutRuleCommand({ Name: "to-queue", EventBusName: "js", EventPattern }));
const targets = await send(new PutTargetsCommand({
  Rule: "to-queue", EventBusName: "js",
  Targets: [{ Id: "queue", Arn: queueArn, InputTransformer: { InputPathsMap: { n: "$.detail.n" }, InputTemplate: '{"number": <n>}' } }],
}));
seen.failedTargets = targets.FailedEntryCount;
seen.rules = (await send(new ListRulesCommand({ EventBusName: "js" }))).Rules.map((rule) => [rule.Name, rule.State]);
const { ArchiveArn } = await send(new CreateArchiveCommand({ ArchiveName: "js", EventSourceArn: EventBusArn, RetentionDays: 1 }));

const entry = (n) => ({ EventBusName: "js", Source: "js", DetailType: "made", Detail: JSON.stringify({ n }), Time: new Date("2026-11-21T08:00:00Z") });
const put = await send(new PutEventsCommand({ Entries: [entry(1), entry(2), { ...entry(3), Detail: "no" }] }));
seen.put = [put.FailedEntryCount, put.Entries.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)];
const event = { id: "1", account: "1", source: "js", time: "2026-11-21T08:00:00Z", region: "us-east-1", resources: [], "detail-type": "made", detail: { n: 2 } };
seen.matches = (await send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) }))).Result;

await send(new StartReplayCommand({
  ReplayName: "js", EventSourceArn: ArchiveArn, Destination: { Arn: EventBusArn },
  EventStartTime: new Date("2026-11-21T07:00:00Z"), EventEndTime: new Date("2026-11-21T09:00:00Z"),
}));
seen.replay = (await send(new DescribeReplayCommand({ ReplayName: "js" }))).State;
try {
  await send(new PutRuleCommand({ Name: "bad", EventPattern: '{"source": "x"}' }));
} catch (error) {
  seen.refused = [error.name, error.$metadata.httpStatusCode];
}
console.log(JSON.stringify(seen));
