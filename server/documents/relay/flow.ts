/**
 * Limits how fast a person is read, over all of their connections together: many are read no faster than one. A person who
 * sends more than is fair is not disconnected. The relay stops reading for a while, and their frames wait in their own
 * sockets. So a device that sends weeks of work is served like any other, only later.
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
	/** The link is paused at once when the person is too far ahead of their rate. */
	start(personId: string, link: ReadLink): Flow
}

interface ReadLink {
	pause(): void
	resume(): void
}

interface Account {
	/** When all that was read would have come at the allowed rate, as performance.now(). */
	paidUntil: number
	flows: number
}

/** A relay has thousands of flows, so they share their functions. */
interface State extends Flow {
	readonly personId: string
	readonly account: Account
	readonly link: ReadLink
	timer: NodeJS.Timeout | null
}

/** A shorter pause costs more than the few frames it keeps back. */
const LEAST_PAUSE_MS = 100

type Rates = Pick<RelaySettings, 'framesPerSecond' | 'bytesPerSecond' | 'burstMs'>

export function createFlows({ framesPerSecond, bytesPerSecond, burstMs }: Rates): Flows {
	const accounts = new Map<string, Account>()

	/** Keeps the account until `paidUntil` has passed, so that a reconnect does not reset it. */
	function leave(personId: string, account: Account): void {
		account.flows -= 1
		const forget = () => {
			if (account.flows === 0 && account.paidUntil <= performance.now()) accounts.delete(personId)
		}
		if (account.paidUntil <= performance.now()) forget()
		else setTimeout(forget, account.paidUntil - performance.now() + LEAST_PAUSE_MS).unref()
	}

	/** By how many ms the person is beyond what is allowed. */
	function ahead({ account }: State): number {
		return account.paidUntil - performance.now() - burstMs
	}

	function pauseIfAhead(flow: State): void {
		if (flow.timer !== null || ahead(flow) <= 0) return
		flow.link.pause()
		wait(flow)
	}

	function wait(flow: State): void {
		flow.timer = setTimeout(resume, Math.max(LEAST_PAUSE_MS, ahead(flow)), flow)
	}

	function resume(flow: State): void {
		// During the pause, buffered frames and other connections are still read. Then the pause becomes longer.
		if (ahead(flow) > 0) return wait(flow)
		flow.timer = null
		flow.link.resume()
	}

	function count(this: State, bytes: number): void {
		const { account } = this
		const from = Math.max(account.paidUntil, performance.now())
		account.paidUntil = from + 1000 / framesPerSecond + (1000 * bytes) / bytesPerSecond
		pauseIfAhead(this)
	}

	function stop(this: State): void {
		leave(this.personId, this.account)
		if (this.timer === null) return
		clearTimeout(this.timer)
		this.timer = null
		this.link.resume()
	}

	return {
		start(personId, link) {
			const account = accounts.get(personId) ?? { paidUntil: 0, flows: 0 }
			accounts.set(personId, account)
			account.flows += 1
			const flow: State = { personId, account, link, timer: null, count, isPaused, stop }
			// A person who left too far ahead is not read before that time has passed.
			pauseIfAhead(flow)
			return flow
		}
	}
}

function isPaused(this: State): boolean {
	return this.timer !== null
}
