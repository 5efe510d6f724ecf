/** On the chip itself (ASIC, processor, PHY) or in a transceiver, by the words of makers. */
const OF_CHIP = /(?<!b)asic|cpu|\bnpu|\bproc|\bcores?\b|junction|\bdie\b|sfp|transceiver|hotspot|\bphy\b/i;

/**
 * Whether a temperature, by its sensor's name, is that of a chip or a transceiver. Those are at work far above what the
 * air inside a device may have (data sheets: 95 to 105 °C at the junction), and say little of fan and room.
 */
export const isChipHeat = (sensor: string): boolean => OF_CHIP.test(sensor);
