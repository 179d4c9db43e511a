// Stands in for the module that Call-Me Cloud's package lacks: callme-missing-module.mjs.
export class CircuitBreaker {
  #failures = 0;

  #closedAgainAt = 0;

  constructor({ failureThreshold, resetTimeoutMs }) {
    this.failureThreshold = failureThreshold;
    this.resetTimeoutMs = resetTimeoutMs;
  }

  async execute(work) {
    if (Date.now() < this.#closedAgainAt) throw new Error('Circuit breaker is open');
    try {
      const result = await work();
      this.#failures = 0;
      return result;
    } catch (error) {
      if (error.retryable !== false && ++this.#failures >= this.failureThreshold) this.#closedAgainAt = Date.now() + this.resetTimeoutMs;
      throw error;
    }
  }
}

export async function withRetry(work, retries, pauseMs) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (error.retryable === false || attempt >= retries) throw error;
      await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
    }
  }
}
