/** The last readings, and those being made: who asks for the same meanwhile waits for the one. */
export interface KeptReadings<Value> {
	get(key: string, make: () => Promise<Value>): Promise<Value>
}

/** At most so many, and none that is not worth its room. */
export function createKeptReadings<Value>(
	most: number,
	isKept: (value: Value) => boolean = () => true
): KeptReadings<Value> {
	/** The least recently used first. */
	const readings = new Map<string, Promise<Value>>()

	return {
		get(key, make) {
			const known = readings.get(key)
			const reading = known ?? make()
			readings.delete(key)
			readings.set(key, reading)
			const forget = () => void (readings.get(key) === reading && readings.delete(key))
			// A failure is its caller's to hear of; whoever asks next is to try again.
			if (known === undefined) reading.then((value) => isKept(value) || forget(), forget)
			const [oldest] = readings.keys()
			if (readings.size > most && oldest !== undefined) readings.delete(oldest)
			return reading
		}
	}
}
