/**
 * How fast a person is read, over all of their connections together: many are read no faster than one. Whoever sends more
 * than is fair is not sent away: they are not read for a while, so what they send waits in their own sockets, and a device
 * that brings weeks of work is served like any other, only later.
 */
import type { RelaySettings } from './settings.ts'

export interface Flow {
	/** A frame of so many bytes was read. */
	count(bytes: number): void
	isPaused(): boolean
	/** The connection has ended. */
	stop(): void
}

export interface Flows {
	start(personId: string, link: { pause(): void; resume(): void }): Flow
}

interface Account {
	/** When all that was read would have come if it had come at the allowed rate. */
	paidUntil: number
	flows: number
}

/** Stopping and starting costs more than a few frames more or less. */
const LEAST_PAUSE_MS = 100

type Rates = Pick<RelaySettings, 'framesPerSecond' | 'bytesPerSecond' | 'burstMs'>

export function createFlows({ framesPerSecond, bytesPerSecond, burstMs }: Rates): Flows {
	const accounts = new Map<string, Account>()

	/** Coming back pays no debts: an account is kept until it has none. */
	function leave(personId: string, account: Account): void {
		account.flows -= 1
		const forget = () => {
			if (account.flows === 0 && account.paidUntil <= performance.now()) accounts.delete(personId)
		}
		if (account.paidUntil <= performance.now()) forget()
		else setTimeout(forget, account.paidUntil - performance.now() + LEAST_PAUSE_MS).unref()
	}

	return {
		start(personId, link) {
			const account = accounts.get(personId) ?? { paidUntil: 0, flows: 0 }
			accounts.set(personId, account)
			account.flows += 1
			let timer: NodeJS.Timeout | null = null

			/** By how many ms more was read than may be. */
			const ahead = () => account.paidUntil - performance.now() - burstMs

			function wait(): void {
				timer = setTimeout(resume, Math.max(LEAST_PAUSE_MS, ahead()))
			}

			function resume(): void {
				// What was in the buffer already is still read while it pauses, and other connections are read: then it pauses longer.
				if (ahead() > 0) return wait()
				timer = null
				link.resume()
			}

			return {
				count(bytes) {
					const from = Math.max(account.paidUntil, performance.now())
					account.paidUntil = from + 1000 / framesPerSecond + (1000 * bytes) / bytesPerSecond
					if (ahead() <= 0 || timer !== null) return
					link.pause()
					wait()
				},
				isPaused: () => timer !== null,
				stop() {
					leave(personId, account)
					if (timer === null) return
					clearTimeout(timer)
					timer = null
					link.resume()
				}
			}
		}
	}
}
