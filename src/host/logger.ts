/** Where the module's few words about itself go. Neither method ever receives a secret. */
export interface Logger {
  warn(message: string, detail?: unknown): void;
  debug?(message: string, detail?: unknown): void;
}

/** Warnings only: a cloud function's log is read by people who pay for it. */
export const consoleLogger: Logger = {
  warn: (message, detail) => (detail === undefined ? console.warn(message) : console.warn(message, detail)),
};
