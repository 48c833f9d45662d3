import { refuse } from '../../answers/refusal';
import { mini, type PlayGroup } from '../play';

/** Withdrawn by the platform: whatever is sent, the answer is the same. */
export const uniformMessage: PlayGroup = () => [
  mini.post('/cgi-bin/message/wxopen/template/uniform_send', () => refuse(45109)),
];
