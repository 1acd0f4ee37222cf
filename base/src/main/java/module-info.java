/** Value types, strict CBOR, seams and errors shared by every module. */
@org.jspecify.annotations.NullMarked
module dev.hearth.base {
    requires static transitive org.jspecify;

    exports dev.hearth.base;
}
