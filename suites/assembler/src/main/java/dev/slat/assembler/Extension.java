package dev.slat.assembler;

/** The part of the instruction set that an instruction belongs to. */
public enum Extension {
    RV64I,
    RV64M,
    RV64A,
    RV64F,
    RV64D,
    RV64C,
    ZICSR,
    ZIFENCEI,
    ZBA,
    ZBB,
    ZBS,
    ZBC,
    ZBKB,
    ZBKX,
    ZKNE,
    ZKND,
    ZKNH,
    ZKSED,
    ZKSH,
    ZICOND,
    ZIMOP,
    ZIHINTPAUSE,
    ZAWRS,
    ZICBOM,
    ZICBOZ,
    ZABHA,
    SVINVAL,
    ZFHMIN,
    ZFH,
    ZFA,
    ZCB,
    ZCMOP,
    /** Supervisor and machine instructions of the privileged manual. */
    PRIVILEGED
}
