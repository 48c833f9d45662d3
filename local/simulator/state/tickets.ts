import type { SimulatorClock } from './clock';
import type { SecretBook } from './secrets';
import { randomText } from './random';

const LIFE = 7_200_000;

/** JS-SDK and card tickets: one an app and type, the same until it ends. */
export class TicketBook {
  private readonly tickets = new Map<string, { value: string; expiresAt: number }>();

  constructor(
    private readonly clock: SimulatorClock,
    private readonly secrets: SecretBook,
  ) {}

  get(appid: string, type: string): { ticket: string; expires_in: number } {
    const now = this.clock.now();
    const slot = `${type} ${appid}`;
    let found = this.tickets.get(slot);
    if (!found || found.expiresAt <= now) {
      found = { value: this.secrets.keep(randomText(86)), expiresAt: now + LIFE };
      this.tickets.set(slot, found);
    }
    return { ticket: found.value, expires_in: Math.floor((found.expiresAt - now) / 1000) };
  }

  revoke(appid: string): void {
    for (const slot of this.tickets.keys()) if (slot.endsWith(` ${appid}`)) this.tickets.delete(slot);
  }
}
