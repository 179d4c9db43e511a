// Drives a REST API with Twilio's own client and prints what the client made of the answers; the test that starts it judges.
//
// Arguments: the API's address, the account's sid, its token, a number of the account, a number to ring, a public URL.
import twilio from 'twilio';

const [address, accountSid, authToken, from, to, url] = process.argv.slice(2);

// The client speaks to api.twilio.com: its own HTTP client sends the same requests to the address.
const { RequestClient } = twilio;
class Elsewhere extends RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace('https://api.twilio.com/', address) });
  }
}
const client = twilio(accountSid, authToken, { httpClient: new Elsewhere() });
const refused = async (work) => {
  try {
    await work;
    return null;
  } catch (error) {
    return { name: error.constructor.name, status: error.status, code: error.code, moreInfo: error.moreInfo };
  }
};

const seen = {};
const created = await client.calls.create({
  to, from, url, method: 'POST', statusCallback: url, statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  timeout: 30, machineDetection: 'Enable', asyncAmd: 'true', asyncAmdStatusCallback: url,
});
seen.created = { sid: created.sid, status: created.status, to: created.to, from: created.from, direction: created.direction,
  accountSid: created.accountSid, dateCreated: created.dateCreated instanceof Date && !Number.isNaN(created.dateCreated.getTime()),
  apiVersion: created.apiVersion, uri: created.uri };
const twiml = new twilio.twiml.VoiceResponse();
twiml.say({ voice: 'alice' }, 'a&b<"c">');
const inline = await client.calls.create({ to, from, twiml });
seen.fetched = (await client.calls(created.sid).fetch()).status;
seen.ended = (await client.calls(created.sid).update({ status: 'canceled' })).status;
const ended = await client.calls(created.sid).fetch();
seen.final = { status: ended.status, duration: ended.duration, endTime: ended.endTime instanceof Date };
seen.listed = (await client.calls.list({ to, limit: 10 })).map((call) => call.sid).sort().join() === [created.sid, inline.sid].sort().join();
seen.byStatus = (await client.calls.list({ status: 'canceled' })).length;
seen.paged = (await client.calls.list({ pageSize: 1 })).length;
seen.today = (await client.calls.list({ startTimeAfter: new Date(Date.now() - 86400000) })).length;
seen.message = await client.messages.create({ to, from, body: 'hello ☎', statusCallback: url }).then((message) => ({
  sid: message.sid.slice(0, 2), status: message.status, body: message.body, numSegments: message.numSegments, errorCode: message.errorCode,
}));
seen.messages = (await client.messages.list({ to })).length;
seen.numbers = (await client.incomingPhoneNumbers.list({ phoneNumber: from })).map((number) => number.phoneNumber);
seen.account = (await client.api.v2010.accounts(accountSid).fetch()).status;
seen.errors = {
  to: await refused(client.calls.create({ to: '12', from, url })),
  from: await refused(client.calls.create({ to, from: '+15005550099', url })),
  url: await refused(client.calls.create({ to, from })),
  ended: await refused(client.calls(created.sid).update({ status: 'completed' })),
  missing: await refused(client.calls('CA00000000000000000000000000000000').fetch()),
  body: await refused(client.messages.create({ to, from, body: 'x'.repeat(1601) })),
  login: await refused(twilio(accountSid, 'wrong', { httpClient: new Elsewhere() }).calls.list()),
};
seen.removed = await client.calls(created.sid).remove();
console.log(JSON.stringify(seen));
