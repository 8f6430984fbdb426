import { describe, expect, it } from 'vitest'
import { describeDevice, readDevice } from './auth.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('a device in the list of one’s own', () => {
	it.each([
		[
			`Mozilla/5.0 (Linux; Android 14; K) ${webkit} Chrome/140.0.0.0 YaBrowser/25.8 Mobile Safari/537.36`,
			'android yandex'
		],
		[
			`Mozilla/5.0 (Linux; Android 13; SM-A135F) ${webkit} SamsungBrowser/27.0 Chrome/125 Mobile Safari/537.36`,
			'android samsung'
		],
		[`Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`, 'android chrome'],
		[
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
			'ios safari'
		],
		[`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`, 'windows edge'],
		['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0', 'windows firefox'],
		[
			'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
			'macos safari'
		],
		[`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/140.0.0.0 Safari/537.36 OPR/120`, 'linux opera'],
		['node', 'other other'],
		['', 'other other']
	])('%s is %s', (userAgent, stored) => {
		expect(describeDevice(userAgent)).toBe(stored)
		const [system, browser] = stored.split(' ')
		expect(readDevice(stored)).toEqual({ system, browser })
	})

	it('whose session is older than the list is some device', () => {
		expect(readDevice(null)).toEqual({ system: 'other', browser: 'other' })
	})
})
