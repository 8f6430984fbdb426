import { afterEach, expect, it, vi } from 'vitest'
import { shareOrDownload } from './transfer.ts'

const file = new File(['x'], 'План 2026-11-21.tandem')
const clicked: { download: string }[] = []

afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllGlobals()
	clicked.length = 0
})

function stubPage(share: (() => Promise<void>) | null, canShare = true): void {
	// The download's address is revoked later.
	vi.useFakeTimers()
	vi.stubGlobal('navigator', share === null ? {} : { canShare: () => canShare, share })
	const link = { download: '', href: '', remove: () => {}, click: () => void clicked.push({ download: link.download }) }
	vi.stubGlobal('document', { createElement: () => link, body: { append: () => {} } })
}

it('[D8] [L8] the system’s sheet takes the file where there is one', async () => {
	stubPage(() => Promise.resolve())
	expect(await shareOrDownload(file)).toBe('shared')
	expect(clicked).toEqual([])
})

it('[D8] a sheet the person closes is neither a failure nor a download', async () => {
	stubPage(() => Promise.reject(new DOMException('Closed', 'AbortError')))
	expect(await shareOrDownload(file)).toBe('cancelled')
	expect(clicked).toEqual([])
})

it.each([
	['where there is no sheet', null],
	['where it does not take such files', () => Promise.reject(new DOMException('Type', 'NotAllowedError'))]
])('[D8] the file is downloaded under its name %s', async (_, share) => {
	stubPage(share)
	expect(await shareOrDownload(file)).toBe('downloaded')
	expect(clicked).toEqual([{ download: 'План 2026-11-21.tandem' }])
})

it('[D8] a sheet that says beforehand what it does not take is not asked', async () => {
	stubPage(() => Promise.reject(new TypeError('Asked all the same')), false)
	expect(await shareOrDownload(file)).toBe('downloaded')
	expect(clicked).toEqual([{ download: 'План 2026-11-21.tandem' }])
})
