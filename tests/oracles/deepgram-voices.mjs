// Prints the voices that Deepgram's own client declares, as a JSON list.
import { Deepgram } from '@deepgram/sdk';

console.log(JSON.stringify(Object.values(Deepgram.speak.v1.AudioGenerateRequestModel)));
