/**
 * Litmus programs: few instructions on two to four harts whose outcomes tell what the memory model
 * of the harts allows (RISC-V unprivileged specification, "RVWMO Memory Consistency Model").
 */
package dev.slat.conformance.litmus;
