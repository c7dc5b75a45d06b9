// FIFO queues and a redrive by the AWS SDK for JavaScript, v3: `node sqs_client.mjs ENDPOINT`. Prints what it saw as JSON.
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateQueueCommand, DeleteMessageCommand, GetQueueAttributesCommand, ListMessageMoveTasksCommand, ReceiveMessageCommand,
  SendMessageBatchCommand, SendMessageCommand, SQSClient, StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";

const sqs = new SQSClient({ endpoint: process.argv[2], region: "us-east-1", maxAttempts: 1 });
const send = (command) => sqs.send(command);
const make = async (QueueName, Attributes = {}) => (await send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
const arnOf = async (QueueUrl) =>
  (await send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }))).Attributes.QueueArn;
const seen = {};

const fifo = await make("js.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
const first = await send(new SendMessageCommand({ QueueUrl: fifo, MessageBody: "a1", MessageGroupId: "a" }));
const again = await send(new SendMessageCommand({ QueueUrl: fifo, MessageBody: "a1", MessageGroupId: "a" }));
seen.sameMessage = first.MessageId === again.MessageId && first.SequenceNumber === again.SequenceNumber;
await send(new SendMessageBatchCommand({
  QueueUrl: fifo,
  Entries: [{ Id: "0", MessageBody: "b1", MessageGroupId: "b" }, { Id: "1", MessageBody: "a2", MessageGroupId: "a" }],
}));
const got = await send(new ReceiveMessageCommand({ QueueUrl: fifo, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] }));
seen.received = got.Messages.map((message) => [message.Body, message.Attributes.MessageGroupId]);
for (const { ReceiptHandle } of got.Messages) await send(new DeleteMessageCommand({ QueueUrl: fifo, ReceiptHandle }));
try {
  await send(new SendMessageCommand({ QueueUrl: fifo, MessageBody: "x" }));
} catch (error) {
  seen.refused = [error.name, error.message];
}

const dead = await make("js-dead");
const deadArn = await arnOf(dead);
const source = await make("js-source", { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 1 }) });
await send(new SendMessageCommand({ QueueUrl: source, MessageBody: "again" }));
for (let i = 0; i < 2; ++i) await send(new ReceiveMessageCommand({ QueueUrl: source, VisibilityTimeout: 0 }));
await send(new StartMessageMoveTaskCommand({ SourceArn: deadArn }));
let task;
for (let i = 0; i < 100 && task?.Status !== "COMPLETED"; ++i) {
  task = (await send(new ListMessageMoveTasksCommand({ SourceArn: deadArn }))).Results[0];
  if (task.Status !== "COMPLETED") await sleep(20);
}
seen.task = [task.Status, Number(task.ApproximateNumberOfMessagesMoved)];
seen.back = (await send(new ReceiveMessageCommand({ QueueUrl: source }))).Messages.map((message) => message.Body);
console.log(JSON.stringify(seen));
