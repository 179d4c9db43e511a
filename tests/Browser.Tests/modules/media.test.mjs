import assert from 'node:assert/strict';
import test from 'node:test';
import { decode, encode } from '../../../src/Gateway/wwwroot/phone/audio/base64.js';
import { MediaStream, newStreamSid } from '../../../src/Gateway/wwwroot/phone/media.js';

const ticket = { leg: 'leg-1', callId: 'call-1', token: 'secret', url: 'ws://gateway/media-stream' };

function opened() {
  const socket = {
    readyState: 0,
    bufferedAmount: 0,
    sent: [],
    closed: false,
    send(text) { this.sent.push(JSON.parse(text)); },
    close() { this.closed = true; this.readyState = 3; },
    receive(message) { this.onmessage({ data: JSON.stringify(message) }); },
  };
  const outlet = {
    done: [],
    borrow: (length) => new Uint8Array(length),
    play(bytes, count) { this.done.push(['play', ...bytes.subarray(0, count)]); },
    mark(name) { this.done.push(['mark', name]); },
    clear() { this.done.push(['clear']); },
  };
  const events = [];
  const stream = new MediaStream(ticket, outlet, (event) => events.push(event), () => socket);
  socket.readyState = 1;
  socket.onopen();
  return { socket, outlet, events, stream, end: () => stream.stop() };
}

test('the stream begins with connected and start in the shapes of Twilio', () => {
  const { socket, end } = opened();
  const streamSid = socket.sent[1].streamSid;
  assert.match(streamSid, /^MZ[0-9a-f]{32}$/);
  assert.deepEqual(socket.sent, [
    { event: 'connected', protocol: 'Call', version: '1.0.0' },
    {
      event: 'start',
      sequenceNumber: '1',
      start: {
        accountSid: 'softphone',
        streamSid,
        callSid: 'leg-1',
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { callId: 'call-1', token: 'secret' },
      },
      streamSid,
    },
  ]);
  end();
});

test('frames carry their chunk, their time since the first one and a growing sequence number', () => {
  const { socket, stream, end } = opened();
  stream.sendFrame(new Uint8Array(160).fill(0xff), 70);
  stream.sendFrame(new Uint8Array(160).fill(0x80), 73);
  const [first, second] = socket.sent.slice(2);
  assert.deepEqual(
    [first.sequenceNumber, first.media.track, first.media.chunk, first.media.timestamp],
    ['2', 'inbound', '1', '0']);
  assert.deepEqual([second.sequenceNumber, second.media.chunk, second.media.timestamp], ['3', '2', '60']);
  assert.equal(first.media.payload, Buffer.alloc(160, 0xff).toString('base64'));
  end();
});

test('frames are dropped while the network is three seconds behind', () => {
  const { socket, stream, end } = opened();
  socket.bufferedAmount = 1 << 20;
  stream.sendFrame(new Uint8Array(160), 0);
  assert.equal(socket.sent.length, 2);
  assert.equal(stream.dropped, 1);
  end();
});

test('keys, marks and the end have the shapes of Twilio', () => {
  const { socket, stream } = opened();
  const streamSid = socket.sent[1].streamSid;
  stream.sendDigit('#');
  stream.echoMark('e1:0');
  stream.stop();
  assert.deepEqual(socket.sent.slice(2), [
    { event: 'dtmf', streamSid, sequenceNumber: '2', dtmf: { track: 'inbound_track', digit: '#' } },
    { event: 'mark', sequenceNumber: '3', streamSid, mark: { name: 'e1:0' } },
    { event: 'stop', sequenceNumber: '4', stop: { accountSid: 'softphone', callSid: 'leg-1' }, streamSid },
  ]);
  assert.ok(socket.closed);
});

test('media, marks and clear reach the outlet in their order, and damage is ignored', () => {
  const { socket, outlet, end } = opened();
  socket.receive({ event: 'media', media: { payload: Buffer.from([1, 2, 3, 4]).toString('base64') } });
  socket.receive({ event: 'mark', mark: { name: 'm' } });
  socket.onmessage({ data: '{not json' });
  socket.receive({ event: 'media', media: { payload: '%%%' } });
  socket.receive({ event: 'unheard-of' });
  socket.receive({ event: 'clear' });
  assert.deepEqual(outlet.done, [['play', 1, 2, 3, 4], ['mark', 'm'], ['clear']]);
  end();
});

test('a socket that goes away is told once; one that was ended here is not', () => {
  const lost = opened();
  lost.socket.onclose({ reason: 'gone' });
  lost.socket.onclose({ reason: 'gone' });
  assert.deepEqual(lost.events.map(({ type }) => type), ['media.open', 'media.lost']);
  const ended = opened();
  ended.stream.stop();
  ended.socket.onclose({ reason: '' });
  assert.deepEqual(ended.events.map(({ type }) => type), ['media.open']);
});

test('base64 agrees with the one of the platform for every length', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 91 + length) & 0xff);
    const text = Buffer.from(bytes).toString('base64');
    assert.equal(encode(bytes), text);
    const back = new Uint8Array(length + 3);
    assert.equal(decode(text, back), length);
    assert.deepEqual(back.subarray(0, length), bytes);
  }
  assert.equal(decode('A', new Uint8Array(8)), -1);
  assert.equal(decode('AAAAAAAA', new Uint8Array(3)), -1);
});

test('stream ids are those of the random bytes', () => {
  assert.equal(newStreamSid(new Uint8Array(16).fill(10)), 'MZ' + '0a'.repeat(16));
});
