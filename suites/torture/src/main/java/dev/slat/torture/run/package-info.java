/** What every torture has: threads that end, checks that are counted, a report, a verdict. */
package dev.slat.torture.run;
