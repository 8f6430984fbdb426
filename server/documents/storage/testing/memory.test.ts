import { describeDeviceStates } from '../../../../tests/contracts/devices.ts'
import { describeReviewLog } from '../../../../tests/contracts/review-log.ts'
import { describeStorage, type StorageDisk } from '../../../../tests/contracts/storage.ts'
import { createMemoryDeviceStates, createMemoryDisk, createMemoryReviewLog, createMemoryStorage } from './memory.ts'

describeStorage('memory', createDisk)
describeDeviceStates('memory', createMemoryDeviceStates)
describeReviewLog('memory', () => {
	const disk = createMemoryDisk()
	return { storage: createMemoryStorage(disk), log: createMemoryReviewLog(disk) }
})

function createDisk(disk = createMemoryDisk()): StorageDisk {
	return {
		open: () => createMemoryStorage(disk),
		copy: () => createDisk(structuredClone(disk))
	}
}
