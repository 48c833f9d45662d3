/** Every secret the simulator has known or handed out, so that tests can search what leaks for them. */
export class SecretBook {
  private readonly values = new Set<string>();

  /** Notes the secret and returns it. */
  keep(secret: string): string {
    this.values.add(secret);
    return secret;
  }

  list(): string[] {
    return [...this.values];
  }
}
